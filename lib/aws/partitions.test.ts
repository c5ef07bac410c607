/** Where AWS's doors are in each partition, and what a form may be sent on to. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { consoleHosts, partitionOf, signInHosts, signInOrigin, stsRegion } from "@/lib/aws/partitions";
import { settingsFor, testInstance } from "@/lib/aws/server-for-tests";
import { forget } from "@/lib/core/once";
import { problemOf } from "@/lib/core/portal-error";

/** This process's settings: AWS itself, unless a test says otherwise. */
function configure(changes: Record<string, string | undefined> = {}): void {
  Object.assign(process.env, settingsFor("http://127.0.0.1:9"));
  delete process.env.CONSOLE_SIGN_IN_URL;
  Object.assign(process.env, changes);
  forget("settings");
}

beforeEach(() => configure());
afterEach(() => forget("settings"));

test.each([
  ["us-east-1", "aws", "https://signin.aws.amazon.com", "us-east-1"],
  ["eu-central-1", "aws", "https://eu-central-1.signin.aws.amazon.com", "eu-central-1"],
  // Accounts must opt into these two; their keys work in us-east-1 whether they did or not.
  ["eu-central-2", "aws", "https://eu-central-2.signin.aws.amazon.com", "us-east-1"],
  ["mx-central-1", "aws", "https://mx-central-1.signin.aws.amazon.com", "us-east-1"],
  ["us-gov-west-1", "aws-us-gov", "https://signin.amazonaws-us-gov.com", "us-gov-west-1"],
  ["us-gov-east-1", "aws-us-gov", "https://us-gov-east-1.signin.amazonaws-us-gov.com", "us-gov-east-1"],
  ["cn-north-1", "aws-cn", "https://signin.amazonaws.cn", "cn-north-1"],
  ["cn-northwest-1", "aws-cn", "https://cn-northwest-1.signin.amazonaws.cn", "cn-northwest-1"],
  ["eusc-de-east-1", "aws-eusc", "https://eusc-de-east-1.signin.amazonaws-eusc.eu", "eusc-de-east-1"],
])("%s is of %s, signs in at %s and asks the STS of %s", (region, partition, signIn, sts) => {
  expect(partitionOf(region).id).toBe(partition);
  expect(signInOrigin(testInstance({ region }))).toBe(signIn);
  expect(stsRegion(region)).toBe(sts);
});

test.each(["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "xx-north-1", ""])(
  "a region without an Identity Center portal is aws-misconfigured: %j",
  (region) => {
    expect(() => partitionOf(region)).toThrow("aws-misconfigured");
  },
);

describe("what a form may be sent on to", () => {
  test("is sign-in and console of the configured partition, and of no other", () => {
    expect(signInHosts()).toEqual(["https://signin.aws.amazon.com", "https://*.signin.aws.amazon.com"]);
    expect(consoleHosts()).toEqual(["https://console.aws.amazon.com", "https://*.console.aws.amazon.com"]);

    configure({
      IDENTITY_CENTER_START_URL: "https://start.home.awsapps.cn/directory/acme",
      IDENTITY_CENTER_REGION: "cn-north-1",
      IDENTITY_CENTER_APPLICATION_ARN:
        "arn:aws-cn:sso::012345678901:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
    });
    expect(signInHosts()).toEqual(["https://signin.amazonaws.cn", "https://*.signin.amazonaws.cn"]);
    expect(consoleHosts()).toEqual(["https://console.amazonaws.cn", "https://*.console.amazonaws.cn"]);
  });

  test("is those of every instance's partition", () => {
    const folder = mkdtempSync(join(tmpdir(), "partitions-"));
    const file = join(folder, "instances.yaml");
    const common = { connect: "device-code" };
    const listed = [
      { id: "main", startUrl: "https://acme.awsapps.com/start", region: "eu-west-1", ...common },
      { id: "us", startUrl: "https://beta.awsapps.com/start", region: "us-east-1", ...common },
      {
        id: "eu",
        startUrl: "https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu",
        region: "eusc-de-east-1",
        ...common,
      },
    ];
    writeFileSync(file, JSON.stringify(listed));
    configure({
      INSTANCES_FILE: file,
      IDENTITY_CENTER_START_URL: "",
      IDENTITY_CENTER_REGION: "",
      IDENTITY_CENTER_APPLICATION_ARN: "",
    });
    expect(signInHosts()).toEqual([
      "https://signin.aws.amazon.com",
      "https://*.signin.aws.amazon.com",
      "https://signin.amazonaws-eusc.eu",
      "https://*.signin.amazonaws-eusc.eu",
    ]);
    expect(consoleHosts()).toHaveLength(4);
    rmSync(folder, { recursive: true });
    delete process.env.INSTANCES_FILE;
  });

  test("is this machine alone where the sign-in host is on it", () => {
    configure({ CONSOLE_SIGN_IN_URL: "http://127.0.0.1:4002" });
    expect(signInHosts()).toEqual(["http://127.0.0.1:4002"]);
    expect(consoleHosts()).toEqual(["http://127.0.0.1:*"]);
  });
});

test.each([
  ["https://eu-west-1.signin.aws.amazon.com", true],
  ["http://localhost:4002", true],
  ["http://[::1]:4002", true],
  // Somebody's bucket and somebody's API are under AWS's domains too.
  ["https://bucket.s3.amazonaws.com", false],
  ["https://abcdef.execute-api.eu-west-1.amazonaws.com", false],
  ["https://signin.amazonaws.cn", false],
])("keys for the console are sent to %s: %s", (url, isAllowed) => {
  configure({ CONSOLE_SIGN_IN_URL: url });
  const origin = () => signInOrigin(testInstance());
  if (isAllowed) return expect(origin()).toBe(url);
  expect(origin).toThrow("keys for the console would be sent to");
  try {
    origin();
  } catch (failure) {
    expect(problemOf(failure)).toBe("aws-misconfigured");
  }
});
