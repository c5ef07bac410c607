/** Terraform and OpenTofu. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { profileOf, profileWay, variablesWay } from "./ways";

const test: Snippet = {
  title: "Test it: terraform plan shows the ARN",
  language: "hcl",
  text: `data "aws_caller_identity" "current" {}

output "arn" {
  value = data.aws_caller_identity.current.arn
}
`,
};

/** Names of profiles and regions have no sign that a string of HCL would read otherwise. */
const provider = (machine: Machine): Snippet => ({
  title: "Name the profile in your configuration",
  language: "hcl",
  text: `provider "aws" {
  profile = "${profileOf(machine)}"
  region  = "${machine.region}"
}
`,
});

export function terraform(machine: Machine): Use {
  return {
    id: "terraform",
    label: "Terraform",
    ways: [
      profileWay(machine, {
        versions: "Every version of Terraform and OpenTofu.",
        more: [provider(machine)],
        test,
        notes: [
          "A backend reads none of the provider block: give the s3 backend the same profile, or set AWS_PROFILE for both.",
          "Others have no such profile. Where the configuration is shared, leave the line out and set AWS_PROFILE.",
        ],
      }),
      variablesWay(machine, {
        versions: "With versions of the AWS provider from 2024 on.",
        test,
        notes: ["A profile in the provider block wins over this door."],
      }),
    ],
  };
}
