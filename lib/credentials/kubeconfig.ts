/**
 * A kubeconfig for a cluster of EKS. Holds no key: kubectl asks the AWS CLI for a token each time, as the given profile. It is
 * named by `--profile`, because keys of the terminal would win over `AWS_PROFILE`.
 */

export type Cluster = {
  name: string;
  region: string;
  endpoint: string;
  /** In base64, as AWS hands it out. */
  certificateAuthority: string;
  profile: string;
};

/** A JSON string is a YAML string between double quotes, in which nothing but the backslash means anything. */
const text = (value: string) => JSON.stringify(value);

/** The name of its cluster, user and context: none is taken for another account's or role's when files are merged. */
export function contextName({ name, profile }: Pick<Cluster, "name" | "profile">): string {
  return `${name}-${profile}`;
}

export function kubeconfig(cluster: Cluster): string {
  const name = text(contextName(cluster));
  return `apiVersion: v1
kind: Config
clusters:
  - name: ${name}
    cluster:
      server: ${text(cluster.endpoint)}
      certificate-authority-data: ${text(cluster.certificateAuthority)}
users:
  - name: ${name}
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: aws
        args:
          - --profile
          - ${text(cluster.profile)}
          - --region
          - ${text(cluster.region)}
          - eks
          - get-token
          - --cluster-name
          - ${text(cluster.name)}
          - --output
          - json
        interactiveMode: Never
contexts:
  - name: ${name}
    context:
      cluster: ${name}
      user: ${name}
current-context: ${name}
`;
}
