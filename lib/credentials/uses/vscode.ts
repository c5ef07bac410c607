/** Visual Studio Code: its terminals, what runs in it, and AWS's extension. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { botocoreNotes, command, profileOf, profileWay } from "./ways";

const platforms = { linux: "linux", macos: "osx", windows: "windows" } as const;

function settings(machine: Machine): Snippet {
  const variables = { AWS_PROFILE: profileOf(machine) };
  return {
    title: "Add this to .vscode/settings.json, for terminals of this folder",
    language: "json",
    text: `${JSON.stringify({ [`terminal.integrated.env.${platforms[machine.system]}`]: variables }, null, 2)}\n`,
  };
}

export function vscode(machine: Machine): Use {
  return {
    id: "vscode",
    label: "VS Code",
    ways: [
      profileWay(machine, {
        versions: "Every version. The AWS Toolkit offers the profile under “Connect to AWS”.",
        more: [settings(machine)],
        test: command(machine, "Test it in a new terminal", "aws sts get-caller-identity"),
        notes: [
          ...botocoreNotes.profile.slice(0, 1),
          "For a launch configuration, AWS_PROFILE stands under env in .vscode/launch.json.",
          "In a dev container there is neither your profile nor curl’s file: take what is under Docker.",
        ],
      }),
    ],
  };
}
