/** Python's boto3, and whatever else is made of botocore. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { botocoreNotes, profileOf, profileWay, variablesWay } from "./ways";

/** Names of profiles have no sign that a string of Python would read otherwise. */
const test = (session: string): Snippet => ({
  title: "Test it",
  language: "python",
  text: `import boto3\n\nprint(${session}.client("sts").get_caller_identity()["Arn"])\n`,
});

export function boto3(machine: Machine): Use {
  return {
    id: "boto3",
    label: "boto3",
    ways: [
      profileWay(machine, {
        versions: "Every version.",
        test: test(`boto3.Session(profile_name="${profileOf(machine)}")`),
        notes: [
          ...botocoreNotes.profile,
          "A long-running program gets new keys by itself, before the old ones end.",
        ],
      }),
      variablesWay(machine, {
        versions: "With botocore from 1.42.30.",
        test: test("boto3"),
        notes: botocoreNotes.variables,
      }),
    ],
  };
}
