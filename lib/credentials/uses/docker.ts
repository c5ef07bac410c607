/** Containers on the person's own machine. */

import { posixQuote } from "@/lib/credentials/bash";
import { powershellQuote } from "@/lib/credentials/powershell";
import { type Machine, tokenFile } from "./machine";
import type { Snippet, Use } from "./use";
import { containerVariables } from "./ways";

/** Where the token stands inside. */
const inside = "/run/secrets/sallyport";

/** Its own entry point is the AWS CLI. */
const image = "amazon/aws-cli";

function run(machine: Machine, title: string, what: string): Snippet {
  const windows = machine.system === "windows";
  const quote = windows ? powershellQuote : posixQuote;
  const lines = [
    "docker run --rm",
    ...containerVariables(machine, inside).map(([name, value]) => `--env ${quote(`${name}=${value}`)}`),
    `--volume ${quote(`${tokenFile(machine)}:${inside}:ro`)}`,
    what,
  ];
  return {
    title,
    language: windows ? "powershell" : "shell",
    text: `${lines.join(windows ? " `\n  " : " \\\n  ")}\n`,
  };
}

/** A JSON string is a YAML string between double quotes. Compose would expand a `$`, which no value has. */
function compose(machine: Machine): Snippet {
  const variables = containerVariables(machine, inside);
  return {
    title: "Put this into compose.yaml",
    language: "yaml",
    text: `services:
  app:
    image: ${image}
    command: ["sts", "get-caller-identity"]
    environment:
${variables.map(([name, value]) => `      ${name}: ${JSON.stringify(value)}`).join("\n")}
    secrets:
      - sallyport
secrets:
  sallyport:
    file: ${JSON.stringify(tokenFile(machine))}
`,
  };
}

const versions =
  "What counts is the SDK inside the image: the AWS CLI from 2.33.2 or 1.44.20, boto3 with botocore from 1.42.30, the other SDKs of the last years.";

const notes = [
  "The token is a file that the container may read, and is in neither the image nor docker inspect.",
  "It can be read by you alone: a container that runs as another user needs --user, or a copy that this user may read.",
  "Older SDKs inside take only addresses of the container itself, and host.docker.internal is not one.",
];

export function docker(machine: Machine): Use {
  const test = (title: string, text: string): Snippet => ({ title, language: "shell", text: `${text}\n` });
  return {
    id: "docker",
    label: "Docker",
    ways: [
      {
        title: "docker run",
        versions,
        snippets: [run(machine, "Start your image so, in place of IMAGE", "IMAGE")],
        test: run(machine, "Test it with an image of AWS’s", `${image} sts get-caller-identity`),
        notes,
      },
      {
        title: "Compose",
        versions,
        snippets: [compose(machine)],
        test: test("Test it", "docker compose run --rm app"),
        notes,
      },
    ],
  };
}
