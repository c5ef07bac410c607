/** Credentials as a `.env` file, for Node, Compose and whatever else reads one. */

import { awsEnvironment, awsEnvironmentNames } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";
import { plainValue } from "./writable-values";

/**
 * Readers of `.env` agree on one thing only: `NAME=value` with neither quotes nor anything to quote. Docker keeps quotes as part
 * of the value, a shell needs them, Node strips them, Compose expands a `$` between some. So values stand bare, and one that needs quoting is refused.
 *
 * A file of this kind can set but not unset (an empty AWS_PROFILE is "profile not found" to botocore): unlike the shells' formats
 * it does not clear what is there already.
 */
export const dotenv: CredentialFormat = {
  id: "dotenv",
  group: "files",
  label: ".env",
  fileName: "aws-keys.env",
  quoting:
    "Values stand bare, because Node, Compose and shells agree on no quoting; a value that would need it is refused.",
  whenToUse:
    "For node --env-file, Compose and direnv: load it where AWS_PROFILE is not set, because such a file cannot unset anything.",
  holdsKeys: true,
  fields: [],
  render: (input) =>
    [...awsEnvironment(input).map(([name, value]) => `${name}=${plainValue(name, value)}`), ""].join("\n"),
  // For a shell that has sourced the file. Containers and Node's processes end, and the variables with them.
  undo: (input) => `unset ${awsEnvironmentNames(input).join(" ")}\n`,
};
