/** Credentials as a provider block of Terraform and OpenTofu. */

import type { CredentialFormat } from "./credential-format";
import { writableValues } from "./writable-values";

/** `${` and `%{` begin a template even between quotes. Their first sign as a code point begins nothing, whatever stands before it. */
const hclString = (value: string) =>
  `"${value.replace(/[\\"]/g, "\\$&").replaceAll("$", "\\u0024").replaceAll("%", "\\u0025")}"`;

/**
 * In a file that ends in `_override.tf` the block is merged into the configuration's own, rather than being a second one, which
 * both programs refuse; and the usual lists of what git ignores name such files.
 */
export const terraform: CredentialFormat = {
  id: "terraform",
  group: "tools",
  label: "Terraform provider",
  fileName: "aws_keys_override.tf",
  quoting:
    "Every value is an HCL string: quotes and backslashes are escaped, and $ and % are written as code points, so that no template begins.",
  whenToUse:
    "For Terraform and OpenTofu where variables of a terminal do not reach them: as *_override.tf it is merged into your own provider block; a backend reads none of it, and it must not be committed.",
  holdsKeys: true,
  fields: [],
  render: (input) => {
    const values = writableValues(input);
    const settings = [
      ["access_key", hclString(values.accessKeyId)],
      ["secret_key", hclString(values.secretAccessKey)],
      ["token", hclString(values.sessionToken)],
      // A profile of the configuration itself would come on top.
      ["profile", "null"],
      ...(values.region === undefined ? [] : [["region", hclString(values.region)] as const]),
    ] as const;
    return [
      'provider "aws" {',
      `  # Keys of account ${values.accountId}. They end at ${values.expiration}.`,
      ...settings.map(([name, value]) => `  ${name.padEnd("access_key".length)} = ${value}`),
      "}",
      "",
    ].join("\n");
  },
  undo: () => "# There were keys here. Delete this file, or leave it without a block.\n",
};
