/** Credentials as the JSON that a `credential_process` prints, which is also what AWS's own tools export. */

import type { CredentialFormat } from "./credential-format";
import { writableValues } from "./writable-values";

export const json: CredentialFormat = {
  id: "json",
  group: "files",
  label: "credential_process",
  fileName: "aws-keys.json",
  quoting: "Values are JSON strings, escaped as JSON asks.",
  whenToUse:
    "For programs: the shape that a credential_process prints, that every AWS SDK reads and that aws configure export-credentials writes.",
  holdsKeys: true,
  fields: [],
  render: (input) => {
    const values = writableValues(input);
    const document = {
      Version: 1,
      AccessKeyId: values.accessKeyId,
      SecretAccessKey: values.secretAccessKey,
      SessionToken: values.sessionToken,
      Expiration: values.expiration,
      AccountId: values.accountId,
    };
    // The shape has no place for a region: it is the profile's that runs the process.
    return `${JSON.stringify(document, null, 2)}\n`;
  },
  // A document without keys: a client that reads it says so and uses nothing.
  undo: () => "{}\n",
};
