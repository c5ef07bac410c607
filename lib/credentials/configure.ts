/** Credentials as lines of `aws configure set`, which write a profile without anybody opening a file. */

import type { CredentialFormat, UndoInput } from "./credential-format";
import { safeProfileName } from "./safe-profile-name";
import { plainValue, writableValues } from "./writable-values";

/** What takes the place of a key that is gone: the AWS CLI can set, but not remove. */
const gone = "gone";

/** Words that every shell takes as they are. PowerShell makes a list of a comma, and something else of a leading `@`. */
const bare = /^[A-Za-z0-9_+/=.:][A-Za-z0-9_+/=.:-]*$/;

function line(input: UndoInput, name: string, value: string): string {
  if (!bare.test(value)) throw new Error(`${name} holds a character that this format has no way to quote.`);
  return `aws configure set ${name} ${plainValue(name, value)} --profile ${safeProfileName(input.profileName)}`;
}

export const configure: CredentialFormat = {
  id: "configure",
  group: "tools",
  label: "aws configure set",
  fileName: "aws-configure.txt",
  quoting:
    "Values stand bare, so that every shell takes the same lines; a value that would need quotes is refused.",
  whenToUse:
    "For tools that only take a profile, in any shell: the AWS CLI writes the profile for you, again and again without doubling it; the lines stay in your shell's history.",
  holdsKeys: true,
  fields: [],
  render: (input) => {
    const values = writableValues(input);
    const settings = [
      ["aws_access_key_id", values.accessKeyId],
      ["aws_secret_access_key", values.secretAccessKey],
      ["aws_session_token", values.sessionToken],
      // The CLI puts what follows into ~/.aws/config. No client reads the end there; people do.
      ["aws_account_id", values.accountId],
      ["aws_credential_expiration", values.expiration],
      ...(values.region === undefined ? [] : [["region", values.region] as const]),
    ] as const;
    return [...settings.map(([name, value]) => line(input, name, value)), ""].join("\n");
  },
  undo: (input) =>
    [
      ...["aws_access_key_id", "aws_secret_access_key", "aws_session_token"].map((name) =>
        line(input, name, gone),
      ),
      "",
    ].join("\n"),
};
