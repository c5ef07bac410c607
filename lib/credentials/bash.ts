/** Credentials for bash and zsh. Plain POSIX, so dash, ksh and busybox take it too. */

import { awsEnvironment, awsEnvironmentNames, shadowingNames } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/** Nothing expands between single quotes, not even `!` in an interactive shell; a quote itself stands outside them. */
export const posixQuote = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;

// No comment lines: an interactive zsh takes `#` for a command.
export const bash: CredentialFormat = {
  id: "bash",
  group: "terminals",
  label: "bash / zsh",
  fileName: "aws-keys.sh",
  quoting:
    "Every value stands in single quotes, where the shell expands nothing; a single quote inside is written '\\''.",
  whenToUse:
    "For a terminal on Linux or macOS with bash, zsh, dash or another sh: paste it, and every AWS tool started in that terminal uses these keys.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [
      `unset ${shadowingNames.join(" ")}`,
      ...awsEnvironment(input).map(([name, value]) => `export ${name}=${posixQuote(value)}`),
      "",
    ].join("\n"),
  undo: (input) => `unset ${awsEnvironmentNames(input).join(" ")}\n`,
};
