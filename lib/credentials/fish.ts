/** Credentials for the fish shell. */

import { awsEnvironment, awsEnvironmentNames, shadowingNames } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/** Between fish's single quotes a backslash escapes a quote and itself, and nothing else is special. */
const quote = (value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`;

export const fish: CredentialFormat = {
  id: "fish",
  group: "terminals",
  label: "fish",
  fileName: "aws-keys.fish",
  quoting:
    "Every value stands in single quotes; a single quote or a backslash inside gets a backslash before it.",
  whenToUse:
    "For a terminal with the fish shell: paste it, and every AWS tool started in that terminal uses these keys; AWS_PROFILE is erased, even as a universal variable.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [
      // Each scope by itself: a universal variable is exported past an erased global one, and the keys would lose to it.
      `set -eg ${shadowingNames.join(" ")}`,
      `set -eU ${shadowingNames.join(" ")}`,
      ...awsEnvironment(input).map(([name, value]) => `set -gx ${name} ${quote(value)}`),
      "",
    ].join("\n"),
  // Global scope only, which is where `render` has set them: what somebody keeps in universal variables stays.
  undo: (input) => `set -eg ${awsEnvironmentNames(input).join(" ")}\n`,
};
