/** Nothing diverts keys: wherever the SDK has an endpoint from, it is AWS's or this machine's, or nothing is sent. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { accountsPage } from "@/lib/aws/accounts";
import { callerIdentity } from "@/lib/aws/caller-identity";
import { refuseDiversion } from "@/lib/aws/endpoint-guard";
import { assertEndpointsAreOurs } from "@/lib/aws/endpoints";
import { exchangeIdToken } from "@/lib/aws/identity-center-token";
import { settingsFor, testInstance } from "@/lib/aws/server-for-tests";
import { forget } from "@/lib/core/once";
import { problemOf } from "@/lib/core/portal-error";
import { env } from "@/lib/env";

const folder = mkdtempSync(join(tmpdir(), "sallyport-endpoints-"));
const overrides = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_SSO",
  "AWS_ENDPOINT_URL_SSO_OIDC",
  "AWS_ENDPOINT_URL_STS",
  "AWS_ENDPOINT_URL_ORGANIZATIONS",
  "AWS_ENDPOINT_URL_SSO_ADMIN",
  "AWS_ENDPOINT_URL_IDENTITYSTORE",
];

/** It reads the organization, in a role that nobody may be asked for in order to look. */
const reading = { organization: { roleArn: "arn:aws:iam::012345678901:role/SallyportOrganizationReader" } };

/** A process that speaks to AWS itself, changed. The settings are read before: they refuse some of this on their own. */
function configure(changes: Record<string, string> = {}): void {
  const settings: Record<string, string | undefined> = { ...settingsFor("http://127.0.0.1:9") };
  for (const name of [...overrides, "CONSOLE_SIGN_IN_URL"]) settings[name] = undefined;
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.stubEnv("CONSOLE_SIGN_IN_URL", changes.CONSOLE_SIGN_IN_URL);
  forget("settings");
  env();
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
}

function configFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function refusal(instance = testInstance(reading)): Promise<string> {
  try {
    await assertEndpointsAreOurs([instance]);
  } catch (failure) {
    expect(problemOf(failure)).toBe("aws-misconfigured");
    return String(failure);
  }
  return "none";
}

beforeEach(() => configure());
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["eu-central-1", "us-east-1", "me-west-1", "us-gov-west-1", "cn-northwest-1", "eusc-de-east-1"])(
  "AWS's own endpoints are ours in %s, and looking needs no network and no identity",
  async (region) => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    expect(await refusal(testInstance({ region, ...reading }))).toBe("none");
  },
);

test.each([{ AWS_USE_FIPS_ENDPOINT: "true" }, { AWS_USE_DUALSTACK_ENDPOINT: "true" }])(
  "AWS's other endpoints are ours: %o",
  async (changes) => {
    configure(changes);
    expect(await refusal(testInstance({ region: "us-east-1", ...reading }))).toBe("none");
  },
);

test.each(overrides)("%s may name this machine", async (name) => {
  for (const url of ["http://127.0.0.1:4001", "http://localhost:4001", "http://[::1]:4001"]) {
    configure({ [name]: url });
    expect(await refusal()).toBe("none");
  }
});

test.each(overrides)("%s may name no other machine", async (name) => {
  for (const url of [
    "http://10.0.0.1",
    "https://10.0.0.1",
    "https://aws.evil.example",
    "http://169.254.169.254",
  ]) {
    configure({ [name]: url });
    expect(await refusal()).toContain("would go to");
  }
});

describe("a diversion in a file is found", () => {
  test("as the profile's endpoint", async () => {
    configure({ AWS_CONFIG_FILE: configFile("profile", "[default]\nendpoint_url = http://10.0.0.1\n") });
    expect(await refusal()).toContain("calls to sso would go to http://10.0.0.1");
  });

  test.each([
    ["sso", "sso"],
    ["sso_oidc", "sso-oidc"],
    ["sts", "sts"],
    ["organizations", "organizations"],
    ["sso_admin", "sso-admin"],
    ["identitystore", "identitystore"],
  ])("as the endpoint of the service %s", async (section, service) => {
    const text = `[default]\nservices = ours\n\n[services ours]\n${section} =\n  endpoint_url = https://aws.evil.example\n`;
    configure({ AWS_CONFIG_FILE: configFile(section, text) });
    expect(await refusal()).toContain(`calls to ${service} would go to https://aws.evil.example`);
  });

  test("in another profile, where that one is chosen", async () => {
    const file = configFile("other", "[profile other]\nendpoint_url = http://10.0.0.1\n");
    configure({ AWS_CONFIG_FILE: file });
    expect(await refusal()).toBe("none");
    configure({ AWS_CONFIG_FILE: file, AWS_PROFILE: "other" });
    expect(await refusal()).toContain("http://10.0.0.1");
  });
});

test("settings that contradict each other stop the start as well", async () => {
  configure({ AWS_ENDPOINT_URL: "http://127.0.0.1:4001", AWS_USE_FIPS_ENDPOINT: "true" });
  expect(await refusal()).toContain("where AWS is cannot be made out");
});

test("the console's sign-in is looked at too", async () => {
  configure({ CONSOLE_SIGN_IN_URL: "https://bucket.s3.amazonaws.com" });
  expect(await refusal()).toContain("keys for the console would be sent to bucket.s3.amazonaws.com");
});

test("even without the check at the start, no call goes elsewhere", async () => {
  configure({ AWS_ENDPOINT_URL: "http://10.0.0.1" });
  const call = { correlationId: crypto.randomUUID() };
  const keys = { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAt: new Date() };
  const calls = [
    accountsPage(testInstance(), "token", call),
    exchangeIdToken(testInstance(), "token", call),
    callerIdentity(testInstance(), keys, call),
  ];
  for (const failure of await Promise.all(calls.map((it) => it.catch((reason: unknown) => reason)))) {
    expect(problemOf(failure)).toBe("aws-misconfigured");
    expect(String(failure)).toContain("would go to http://10.0.0.1");
  }
});

test.each([
  ["sso", "https://portal.sso.eu-west-1.amazonaws.com", true],
  ["sso", "https://portal.sso.eu-west-1.api.aws", true],
  ["sso-oidc", "https://oidc.eu-west-1.amazonaws.com", true],
  ["sts", "https://sts.amazonaws.com", true],
  ["sts", "https://sts-fips.us-east-1.amazonaws.com", true],
  ["sts", "https://vpce-0a1b2c3d-4e5f6a7b.sts.eu-west-1.vpce.amazonaws.com", true],
  ["sts", "http://sts.eu-west-1.amazonaws.com", false],
  ["sts", "https://sts.eu-west-1.amazonaws.com:8443", false],
  ["sts", "https://sts.eu-west-1.amazonaws.com.evil.example", false],
  ["sts", "https://sts.evil.example", false],
  ["sts", "https://evil-sts.eu-west-1.amazonaws.com", false],
  ["sts", "https://oidc.eu-west-1.amazonaws.com", false],
  ["sts", "https://sts.eu-west-1.amazonaws.com.cn", false],
  ["sts", "https://sts.a.b.amazonaws.com", false],
  ["sso", "https://portalxsso.eu-west-1.amazonaws.com", false],
  // Under AWS's domain, and anybody's.
  ["sts", "https://sts.s3.amazonaws.com.", false],
  ["sts", "https://bucket.s3.amazonaws.com", false],
  ["sts", "https://abc123.execute-api.eu-west-1.amazonaws.com", false],
  ["sts", "https://ec2-10-0-0-1.compute.amazonaws.com", false],
  ["sts", "https://vpce-0a1b.vpce-svc-4e5f.eu-west-1.vpce.amazonaws.com", false],
  ["sts", "https://127.0.0.1.evil.example", false],
  ["sts", "http://127.0.0.1:4001", true],
  ["organizations", "https://organizations.us-east-1.amazonaws.com", true],
  ["organizations", "https://organizations.us-east-1.amazonaws.com.evil.example", false],
  ["sso-admin", "https://sso.eu-west-1.amazonaws.com", true],
  ["sso-admin", "https://portal.sso.eu-west-1.amazonaws.com", false],
  ["identitystore", "https://identitystore.eu-west-1.amazonaws.com", true],
  ["identitystore", "https://sso.eu-west-1.amazonaws.com", false],
] as const)("calls to %s may go to %s: %s", (service, url, isAllowed) => {
  const { protocol, hostname, port } = new URL(url);
  const request = { protocol, hostname, headers: {}, ...(port !== "" && { port: Number(port) }) };
  const guard = () => refuseDiversion(service, "eu-west-1", request);
  if (isAllowed) expect(guard).not.toThrow();
  else expect(guard).toThrow("aws-misconfigured");
});
