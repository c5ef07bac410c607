/** Credentials for PowerShell: Windows' own 5.1, and 7 everywhere. */

import { awsEnvironment, awsEnvironmentNames, shadowingNames } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/** Single quotes, doubled inside: PowerShell expands nothing there. Its curly quotes would end a string too; no value holds one. */
export const powershellQuote = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** `$null` removes in every version and is silent if there is none; an empty string removes only before 7.5. */
const remove = (name: string) => `$Env:${name} = $null`;

export const powershell: CredentialFormat = {
  id: "powershell",
  group: "terminals",
  label: "PowerShell",
  fileName: "aws-keys.ps1",
  quoting:
    "Every value stands in single quotes, where PowerShell expands nothing; a single quote inside is doubled.",
  whenToUse:
    "For PowerShell on any system: paste it, and every AWS tool started in that window uses these keys.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [
      ...shadowingNames.map(remove),
      ...awsEnvironment(input).map(([name, value]) => `$Env:${name} = ${powershellQuote(value)}`),
      "",
    ].join("\n"),
  undo: (input) => [...awsEnvironmentNames(input).map(remove), ""].join("\n"),
};
