/** The AWS CLI. */

import type { Machine } from "./machine";
import type { Use } from "./use";
import { botocoreNotes, command, profileOf, profileWay, variablesWay } from "./ways";

export function commandLine(machine: Machine): Use {
  const test = (options: string) => command(machine, "Test it", `aws sts get-caller-identity${options}`);
  return {
    id: "aws-cli",
    label: "AWS CLI",
    ways: [
      profileWay(machine, {
        versions: "Every version, 1 and 2.",
        test: test(` --profile ${profileOf(machine)}`),
        notes: botocoreNotes.profile,
      }),
      variablesWay(machine, {
        versions: "Version 2 from 2.33.2, version 1 from 1.44.20.",
        test: test(""),
        notes: botocoreNotes.variables,
      }),
    ],
  };
}
