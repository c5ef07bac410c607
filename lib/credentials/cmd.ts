/** Credentials for Windows' command prompt. Alone knows what cmd.exe has no way to quote. */

import { awsEnvironment, awsEnvironmentNames, shadowingNames, type Variable } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/**
 * A quote ends the quoting. `%` expands even between quotes, and what keeps it from doing so differs between the prompt and a
 * file. `!` expands where delayed expansion is on.
 */
const unquotable = /["%!]/;

/** What cmd.exe takes in one line. A longer one is cut or refused. */
const longestLine = 8191;

/**
 * The quotes around name *and* value keep `& | < > ^ ( )` literal and any blank at the line's end out of the value; they do
 * not become part of it. The `@` keeps a saved file from printing its own lines, keys and all.
 */
const set = (name: string, value: string) => `@set "${name}=${value}"`;

function setSafely([name, value]: Variable): string {
  if (unquotable.test(value)) {
    throw new Error(`${name} holds a character that cmd has no way to quote: ", % or !.`);
  }
  const line = set(name, value);
  if (line.length > longestLine) throw new Error(`${name} is too long for one line of cmd.`);
  return line;
}

export const cmd: CredentialFormat = {
  id: "cmd",
  group: "terminals",
  label: "cmd",
  fileName: "aws-keys.cmd",
  quoting:
    'Name and value stand together in double quotes, where & | < > ^ are ordinary; a value with ", % or ! is refused, because cmd cannot quote them.',
  whenToUse:
    "For the Windows command prompt: paste it, and every AWS tool started in that window uses these keys.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [...shadowingNames.map((name) => set(name, "")), ...awsEnvironment(input).map(setSafely), ""].join("\n"),
  undo: (input) => [...awsEnvironmentNames(input).map((name) => set(name, "")), ""].join("\n"),
};
