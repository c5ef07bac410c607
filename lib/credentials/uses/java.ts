/** The SDK for Java, version 2. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { profileOf, profileWay, variablesWay } from "./ways";

const test = (builder: string): Snippet => ({
  title: "Test it, as Who.java",
  language: "java",
  text: `import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

public class Who {
  public static void main(String[] args) {
    try (StsClient sts = ${builder}) {
      System.out.println(sts.getCallerIdentity().arn());
    }
  }
}
`,
});

export function java(machine: Machine): Use {
  const named = `StsClient.builder()
        .credentialsProvider(ProfileCredentialsProvider.create("${profileOf(machine)}"))
        .region(software.amazon.awssdk.regions.Region.of("${machine.region}"))
        .build()`;
  return {
    id: "java",
    label: "Java",
    ways: [
      profileWay(machine, {
        versions: "Every version 2.",
        test: test(named),
        notes: [
          "System properties and keys in variables win over AWS_PROFILE, but not over a profile named in code.",
        ],
      }),
      variablesWay(machine, {
        versions: "Every version 2 of the last years.",
        test: test("StsClient.create()"),
        notes: [
          "AWS_CONTAINER_AUTHORIZATION_TOKEN wins over the file here, other than elsewhere: leave it unset.",
          "A certificate of your company’s own must be in the store that Java trusts.",
        ],
      }),
    ],
  };
}
