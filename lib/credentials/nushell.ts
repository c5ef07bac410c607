/** Credentials for Nushell. */

import { awsEnvironment, awsEnvironmentNames, shadowingNames } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/** Between double quotes without a `$` before them nothing expands, and a backslash escapes the quote and itself. */
const quote = (value: string) => `"${value.replace(/[\\"]/g, "\\$&")}"`;

/** Silent where there is none: a variable that is not there is what is wanted. */
const hide = (names: readonly string[]) => `hide-env --ignore-errors ${names.join(" ")}`;

export const nushell: CredentialFormat = {
  id: "nushell",
  group: "terminals",
  label: "Nushell",
  fileName: "aws-keys.nu",
  quoting:
    "Every value stands in double quotes, where Nushell expands nothing; a double quote or a backslash inside gets a backslash before it.",
  whenToUse:
    "For a terminal with Nushell: paste it, and every AWS tool started in that terminal uses these keys.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [
      hide(shadowingNames),
      ...awsEnvironment(input).map(([name, value]) => `$env.${name} = ${quote(value)}`),
      "",
    ].join("\n"),
  undo: (input) => `${hide(awsEnvironmentNames(input))}\n`,
};
