/** Signing in to a registry of ECR, with keys that are in the terminal already. */

import { type PartitionId, partitionIdOf } from "@/lib/core/region";
import { type CredentialFormat, type FormatField, fieldValue, type UndoInput } from "./credential-format";
import { fieldOfRegion, regionField } from "./regional-field";
import { writableValues } from "./writable-values";

const registryField: FormatField = {
  name: "registry",
  label: "Registry’s account",
  placeholder: "ACCOUNT-ID",
  allowed: /^\d{12}$/,
  rule: "An AWS account id has twelve digits.",
};

/** Each partition has its own name for its hosts. */
const suffixes: Record<PartitionId, string> = {
  aws: "amazonaws.com",
  "aws-us-gov": "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
};

function hostOf(input: UndoInput): string {
  const region = fieldOfRegion(input);
  const account = registryField.allowed.test(input.accountId) ? input.accountId : undefined;
  const suffix = suffixes[partitionIdOf(region) ?? "aws"];
  return `${fieldValue(registryField, input, account)}.dkr.ecr.${region}.${suffix}`;
}

export const ecr: CredentialFormat = {
  id: "ecr",
  group: "tools",
  label: "ECR login",
  fileName: "ecr-login.txt",
  quoting: "Account and region are checked, and hold nothing that any shell would want quoted.",
  whenToUse:
    "For docker pull and push: paste it into a terminal that has these keys, in any shell; it holds no key, and the password goes from the AWS CLI to Docker unseen.",
  holdsKeys: false,
  fields: [registryField, regionField],
  render: (input) => {
    // Keys that another format would refuse are none to go with this one.
    writableValues(input);
    return `aws ecr get-login-password --region ${fieldOfRegion(input)} | docker login --username AWS --password-stdin ${hostOf(input)}\n`;
  },
  undo: (input) => `docker logout ${hostOf(input)}\n`,
};
