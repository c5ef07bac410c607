/** A kubeconfig for EKS that finds the keys in the profile which the file block or `aws configure set` writes. */

import { type CredentialFormat, type FormatField, fieldValue, type UndoInput } from "./credential-format";
import { type Cluster, contextName, kubeconfig } from "./kubeconfig";
import { fieldOfRegion, regionField } from "./regional-field";
import { safeProfileName } from "./safe-profile-name";
import { writableValues } from "./writable-values";

const clusterField: FormatField = {
  name: "cluster",
  label: "Cluster",
  placeholder: "CLUSTER-NAME",
  allowed: /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  rule: "A cluster is named by up to 100 letters, digits, - and _.",
};

const endpointField: FormatField = {
  name: "endpoint",
  label: "API server endpoint",
  placeholder: "https://ENDPOINT",
  allowed: /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/?$/,
  rule: "An endpoint is an address that begins with https://.",
};

const authorityField: FormatField = {
  name: "authority",
  label: "Certificate authority",
  placeholder: "CERTIFICATE-AUTHORITY-IN-BASE64",
  allowed: /^[A-Za-z0-9+/]+={0,2}$/,
  rule: "It is one line of base64, as the console shows it.",
};

function clusterOf(input: UndoInput): Cluster {
  return {
    name: fieldValue(clusterField, input),
    region: fieldOfRegion(input),
    endpoint: fieldValue(endpointField, input),
    certificateAuthority: fieldValue(authorityField, input),
    profile: safeProfileName(input.profileName),
  };
}

export const eks: CredentialFormat = {
  id: "eks",
  group: "tools",
  label: "EKS kubeconfig",
  fileName: "kubeconfig.yaml",
  quoting: "Every value is a YAML string in double quotes, escaped as JSON.",
  whenToUse:
    "For kubectl: it holds no key and stays good, because kubectl asks the AWS CLI for a token as the profile that “~/.aws/credentials” or “aws configure set” writes.",
  holdsKeys: false,
  fields: [clusterField, regionField, endpointField, authorityField],
  render: (input) => {
    // Keys that another format would refuse are none to go with this one.
    writableValues(input);
    const cluster = clusterOf(input);
    return `# Endpoint and certificate authority: aws eks describe-cluster --name ${cluster.name} --region ${cluster.region} --query "cluster.[endpoint, certificateAuthority.data]"
${kubeconfig(cluster)}`;
  },
  // For whoever merged it into their own; a file of its own is only deleted.
  undo: (input) => {
    const name = contextName(clusterOf(input));
    return `kubectl config delete-context ${name}\nkubectl config delete-cluster ${name}\nkubectl config delete-user ${name}\n`;
  },
};
