/** The two ways in which a machine gets keys by itself: a profile that asks, and variables that name a door. */

import { posixQuote } from "@/lib/credentials/bash";
import { powershellQuote } from "@/lib/credentials/powershell";
import { liveProfileName } from "@/lib/credentials/profile-name";
import { containerUrl, credentialProcess, type Machine, tokenFile } from "./machine";
import type { Snippet, Way } from "./use";

/** What would win over the container's door, or over the file with its token. */
const inTheWay = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
];

export const profileOf = ({ grant }: Machine) => liveProfileName(grant);

/** The variables of the container's door, in order. */
export function containerVariables(machine: Machine, file = tokenFile(machine)): [string, string][] {
  return [
    ["AWS_CONTAINER_CREDENTIALS_FULL_URI", containerUrl(machine)],
    ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file],
    ["AWS_REGION", machine.region],
    ["AWS_DEFAULT_REGION", machine.region],
  ];
}

/** A block of `~/.aws/config`, and never of `~/.aws/credentials`: there it would need another first line. */
export function profileSnippet(machine: Machine): Snippet {
  const file = machine.system === "windows" ? "%UserProfile%\\.aws\\config" : "~/.aws/config";
  return {
    title: `Put this into ${file}, in place of an older block of the same name`,
    language: "ini",
    text: `[profile ${profileOf(machine)}]\ncredential_process = ${credentialProcess(machine)}\nregion = ${machine.region}\n`,
  };
}

export function variablesSnippet(machine: Machine): Snippet {
  const variables = containerVariables(machine);
  const title = "Paste this into the terminal";
  if (machine.system === "windows") {
    const lines = [
      ...inTheWay.map((name) => `$Env:${name} = $null`),
      ...variables.map(([name, value]) => `$Env:${name} = ${powershellQuote(value)}`),
    ];
    return { title: `${title}, in PowerShell`, language: "powershell", text: `${lines.join("\n")}\n` };
  }
  const lines = [
    `unset ${inTheWay.join(" ")}`,
    ...variables.map(([name, value]) => `export ${name}=${posixQuote(value)}`),
  ];
  return { title, language: "shell", text: `${lines.join("\n")}\n` };
}

/** A command that means the same to every shell. */
export function command({ system }: Machine, title: string, text: string): Snippet {
  return { title, language: system === "windows" ? "powershell" : "shell", text: `${text}\n` };
}

const privateAuthority =
  "Sallyport’s certificate must be one that everybody trusts: for this door, AWS_CA_BUNDLE and ca_bundle are not read. With a certificate of your company’s own, take the profile.";

type Parts = Pick<Way, "versions" | "test" | "notes"> & { more?: readonly Snippet[] };

export function profileWay(machine: Machine, { versions, test, notes, more = [] }: Parts): Way {
  return { title: "As a profile", versions, snippets: [profileSnippet(machine), ...more], test, notes };
}

export function variablesWay(machine: Machine, { versions, test, notes, more = [] }: Parts): Way {
  return { title: "As variables", versions, snippets: [variablesSnippet(machine), ...more], test, notes };
}

/** Of botocore, which the AWS CLI and boto3 are made of. */
export const botocoreNotes = {
  profile: [
    "Keys in variables win over AWS_PROFILE, but not over --profile or a profile named in code.",
    "Every run asks Sallyport again, which hands out the same keys while they are good.",
  ],
  variables: [
    privateAuthority,
    "A profile called default with keys in ~/.aws/credentials wins over this door.",
    "Older versions take only addresses of the machine itself: take the profile there.",
  ],
};
