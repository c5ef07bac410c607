/** Credentials as a block of `~/.aws/credentials`. Alone knows what the parsers of that file agree on. */

import type { CredentialFormat } from "./credential-format";
import { safeProfileName } from "./safe-profile-name";
import { plainValue, writableValues } from "./writable-values";

/**
 * Comments have lines of their own: after a value, botocore takes them for a part of it. They stand below the section's line, so
 * that whoever replaces the block replaces them too. In this file the section has no `profile ` before its name.
 */
export const ini: CredentialFormat = {
  id: "ini",
  group: "files",
  label: "~/.aws/credentials",
  fileName: "credentials",
  quoting: "Values stand bare, because this file knows no quoting; a value that would need it is refused.",
  whenToUse:
    "For tools that only take a profile: put it into ~/.aws/credentials in place of an older block of the same name, because the same name twice breaks the whole file.",
  holdsKeys: true,
  fields: [],
  render: (input) => {
    const values = writableValues(input);
    const settings = [
      ["aws_access_key_id", values.accessKeyId],
      ["aws_secret_access_key", values.secretAccessKey],
      ["aws_session_token", values.sessionToken],
      ["aws_account_id", values.accountId],
      ...(values.region === undefined ? [] : [["region", values.region] as const]),
    ] as const;
    return [
      `[${safeProfileName(input.profileName)}]`,
      `# Expires ${values.expiration}. Replace this block, do not add a second one of the same name.`,
      ...settings.map(([name, value]) => `${name} = ${plainValue(name, value)}`),
      "",
    ].join("\n");
  },
  // A comment, because the block must go and nothing may stay that a parser could take for a profile.
  undo: (input) => `# The keys of ${safeProfileName(input.profileName)} were here.\n`,
};
