/** GitHub Codespaces. */

import { containerUrl, type Machine } from "./machine";
import type { Snippet, Use } from "./use";

function devcontainer(machine: Machine): Snippet {
  const remoteEnv = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl(machine),
    AWS_REGION: machine.region,
    AWS_DEFAULT_REGION: machine.region,
  };
  return {
    title: "Add this to .devcontainer/devcontainer.json",
    language: "json",
    text: `${JSON.stringify({ remoteEnv }, null, 2)}\n`,
  };
}

const secret: Snippet = {
  title: "Keep an access token as a secret of your codespaces; it is asked for, not shown",
  language: "shell",
  text: "gh secret set AWS_CONTAINER_AUTHORIZATION_TOKEN --app codespaces --user --repos OWNER/REPOSITORY\n",
};

export function codespaces(machine: Machine): Use {
  return {
    id: "codespaces",
    label: "GitHub Codespaces",
    ways: [
      {
        title: "As a secret of yours",
        versions:
          "The AWS CLI from 2.33.2 or 1.44.20, boto3 with botocore from 1.42.30, the other SDKs of the last years.",
        snippets: [secret, devcontainer(machine)],
        test: {
          title: "Test it in a new codespace",
          language: "shell",
          text: "aws sts get-caller-identity\n",
        },
        notes: [
          "Make a token of its own for this, with only this role, so that you can end it alone.",
          "Sallyport must be reachable from the internet: codespaces run at GitHub.",
          "A codespace that runs sees a new secret when it starts the next time.",
          "The address stands in the repository for everybody; it opens nothing without a token, and to others only what is theirs.",
        ],
      },
    ],
  };
}
