/** kubectl on the person's machine, and pods in a cluster of their own. */

import { posixQuote } from "@/lib/credentials/bash";
import { powershellQuote } from "@/lib/credentials/powershell";
import { type Machine, tokenFile } from "./machine";
import type { Snippet, Use } from "./use";
import { command, containerVariables, profileOf, profileWay } from "./ways";

const mounted = "/var/run/secrets/sallyport";

function secret(machine: Machine): Snippet {
  const quote = machine.system === "windows" ? powershellQuote : posixQuote;
  const file = quote(`token=${tokenFile(machine)}`);
  return command(
    machine,
    "Hand your token to the cluster",
    `kubectl create secret generic sallyport --from-file=${file}`,
  );
}

function pod(machine: Machine): Snippet {
  const variables = containerVariables(machine, `${mounted}/token`);
  return {
    title: "Give these to your container; as who.yaml this is the test",
    language: "yaml",
    text: `apiVersion: v1
kind: Pod
metadata:
  name: who
spec:
  restartPolicy: Never
  containers:
    - name: who
      image: amazon/aws-cli
      args: ["sts", "get-caller-identity"]
      env:
${variables.map(([name, value]) => `        - name: ${name}\n          value: ${JSON.stringify(value)}`).join("\n")}
      volumeMounts:
        - name: sallyport
          mountPath: ${mounted}
          readOnly: true
  volumes:
    - name: sallyport
      secret:
        secretName: sallyport
`,
  };
}

export function kubernetes(machine: Machine): Use {
  const profile = profileOf(machine);
  const update = `aws eks update-kubeconfig --name CLUSTER-NAME --region ${machine.region} --profile ${profile}`;
  return {
    id: "kubernetes",
    label: "Kubernetes",
    ways: [
      profileWay(machine, {
        versions:
          "kubectl with every version of the AWS CLI. Needs eks:DescribeCluster once; without it, take “EKS kubeconfig” among the formats of copied keys.",
        more: [
          command(machine, "Let the AWS CLI write your kubeconfig, with the name of your cluster", update),
        ],
        test: command(machine, "Test it", "kubectl auth whoami"),
        notes: [
          "It says what the cluster calls you; the AWS CLI says the ARN below.",
          "Keys in variables of the terminal win over this profile: kubectl hands them to the AWS CLI.",
        ],
      }),
      {
        title: "In pods",
        versions: "What counts is the SDK inside the image, as with Docker.",
        snippets: [secret(machine), pod(machine)],
        test: command(
          machine,
          "Test it",
          "kubectl apply -f who.yaml\nkubectl wait pod/who --for=jsonpath='{.status.phase}'=Succeeded\nkubectl logs pod/who",
        ),
        notes: [
          "Only in a cluster of your own, such as kind or minikube: whoever reads its secrets has your token. Workloads of a company have roles of their own, as by EKS Pod Identity.",
          "kubectl create secret keeps the file as it is, so that no line break comes to its end.",
        ],
      },
    ],
  };
}
