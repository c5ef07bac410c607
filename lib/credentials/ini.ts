/** Credentials as a block of `~/.aws/credentials`. Alone knows what the parsers of that file agree on. */

import type { CredentialFormat, UndoInput } from "./credential-format";
import { plainValue, writableValues } from "./writable-values";

/** What every parser takes as a name. The JavaScript SDK ignores a profile whose name has a space, and botocore splits others. */
const safeName = /^[A-Za-z0-9_.-]+$/;

/** `default` would take over every tool on the machine, and the JavaScript SDK throws the whole file away for `__proto__`. */
const reservedNames: readonly string[] = ["default", "__proto__"];

function section({ profileName }: UndoInput): string {
  if (!safeName.test(profileName) || reservedNames.includes(profileName.toLowerCase())) {
    throw new Error("The profile's name is not one that every AWS tool can read.");
  }
  return profileName;
}

/**
 * Comments have lines of their own: after a value, botocore takes them for a part of it. They stand below the section's line, so
 * that whoever replaces the block replaces them too. In this file the section has no `profile ` before its name.
 */
export const ini: CredentialFormat = {
  id: "ini",
  label: "~/.aws/credentials",
  fileName: "credentials",
  quoting: "Values stand bare, because this file knows no quoting; a value that would need it is refused.",
  whenToUse:
    "For tools that only take a profile: put it into ~/.aws/credentials in place of an older block of the same name, because the same name twice breaks the whole file.",
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
      `[${section(input)}]`,
      `# Expires ${values.expiration}. Replace this block, do not add a second one of the same name.`,
      ...settings.map(([name, value]) => `${name} = ${plainValue(name, value)}`),
      "",
    ].join("\n");
  },
  // A comment, because the block must go and nothing may stay that a parser could take for a profile.
  undo: (input) => `# The keys of ${section(input)} were here.\n`,
};
