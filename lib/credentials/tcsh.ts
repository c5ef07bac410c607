/** Credentials for tcsh and csh. */

import { awsEnvironment, awsEnvironmentNames, shadowingNames } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/**
 * No quotes at all. Between csh's single quotes a `!` still calls up history, even in a script, and what a backslash does there
 * hangs on a setting, `backslash_quote`. Outside of quotes a backslash takes the meaning from any single character, always.
 */
const quote = (value: string) => value.replace(/[^A-Za-z0-9_+/.,:-]/g, "\\$&");

export const tcsh: CredentialFormat = {
  id: "tcsh",
  group: "terminals",
  label: "tcsh",
  fileName: "aws-keys.csh",
  quoting:
    "Every sign that could mean something has a backslash before it, because csh calls up history even between quotes.",
  whenToUse:
    "For a terminal with tcsh or csh: paste it, and every AWS tool started in that terminal uses these keys.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [
      `unsetenv ${shadowingNames.join(" ")}`,
      ...awsEnvironment(input).map(([name, value]) => `setenv ${name} ${quote(value)}`),
      "",
    ].join("\n"),
  undo: (input) => `unsetenv ${awsEnvironmentNames(input).join(" ")}\n`,
};
