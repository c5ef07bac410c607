/** The SDK for JavaScript, version 3. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { profileOf, profileWay, variablesWay } from "./ways";

const test = (options: string): Snippet => ({
  title: "Test it, as who.mjs",
  language: "javascript",
  text: [
    'import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";',
    "",
    `const who = await new STSClient(${options}).send(new GetCallerIdentityCommand({}));`,
    "console.log(who.Arn);",
    "",
  ].join("\n"),
});

export function javascript(machine: Machine): Use {
  return {
    id: "javascript",
    label: "JavaScript",
    ways: [
      profileWay(machine, {
        versions: "Every version 3. The option profile is read from 3.714; before that, set AWS_PROFILE.",
        test: test(`{ profile: "${profileOf(machine)}" }`),
        notes: [
          "AWS_PROFILE wins over keys in variables here, other than in the AWS CLI.",
          "Keys of the same profile in ~/.aws/credentials would win over this one, even when they have ended.",
        ],
      }),
      variablesWay(machine, {
        versions: "Every version 3 of the last years.",
        test: test("{}"),
        notes: [
          "With a certificate of your company’s own, set NODE_EXTRA_CA_CERTS to its file.",
          "A default profile that gives keys wins over this door.",
          "It waits one second, tries four times, and then goes on to look elsewhere: an error about instance metadata means that Sallyport did not answer.",
        ],
      }),
    ],
  };
}
