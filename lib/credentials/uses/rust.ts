/** The SDK for Rust. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { profileOf, profileWay, variablesWay } from "./ways";

const test = (loader: string): Snippet => ({
  title: "Test it, as main.rs",
  language: "rust",
  text: `use aws_config::BehaviorVersion;

#[tokio::main]
async fn main() -> Result<(), aws_sdk_sts::Error> {
    let config = aws_config::defaults(BehaviorVersion::latest())${loader}
        .load()
        .await;
    let who = aws_sdk_sts::Client::new(&config)
        .get_caller_identity()
        .send()
        .await?;
    println!("{}", who.arn().unwrap_or_default());
    Ok(())
}
`,
});

export function rust(machine: Machine): Use {
  return {
    id: "rust",
    label: "Rust",
    ways: [
      profileWay(machine, {
        versions: "Every version from 1.0, with the feature credentials-process of aws-config.",
        test: test(`\n        .profile_name("${profileOf(machine)}")`),
        notes: ["Keys in variables win over AWS_PROFILE, but not over a profile named in code."],
      }),
      variablesWay(machine, {
        versions: "Every version from 1.0.",
        test: test(""),
        notes: [
          "A token file with a line break at its end is refused, and the token is written to the log: the file that pairing writes has none.",
        ],
      }),
    ],
  };
}
