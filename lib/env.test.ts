/** What settings are accepted. A wrong one stops the start, named, without its value. */

import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseConfiguration, Settings } from "@/lib/env";

const good = {
  PORTAL_URL: "https://aws.example.com",
  PORTAL_SECRET: "not-a-secret-not-a-secret-not-a-secret",
  OIDC_ISSUER: "https://id.example.com/realms/company",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "not-a-secret-either",
  IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
  IDENTITY_CENTER_REGION: "eu-central-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::012345678901:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
};

function parse(changes: Record<string, string | undefined>) {
  return parseConfiguration({ ...good, ...changes, NODE_ENV: "test" }).settings;
}

/** The faults of settings, as the start prints them. */
function faults(changes: Record<string, string | undefined>): string {
  try {
    parse(changes);
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
  return "none";
}

test("eight settings are enough; the rest have defaults", () => {
  expect(parse({})).toMatchObject({
    ...good,
    DATA_DIR: "./data",
    OIDC_SCOPES: "openid profile email offline_access",
    OIDC_GROUPS_CLAIM: "groups",
    OIDC_EMAIL_TRUSTED: false,
    IDENTITY_CENTER_CONNECT: "trusted-issuer",
    IDENTITY_CENTER_USER_CLAIM: "preferred_username",
    ADMIN_GROUPS: [],
    AUDITOR_GROUPS: [],
    TRUSTED_PROXIES: [],
    AWS_REQUESTS_PER_SECOND: 12,
  });
});

test.each(Object.keys(good))("without %s the start is refused, with an example", (name) => {
  expect(faults({ [name]: undefined })).toContain(`${name}: is not set (example: `);
});

test("all faults are named at once", () => {
  const said = faults({
    PORTAL_URL: "aws.example.com",
    PORTAL_SECRET: "short",
    OIDC_ISSUER: undefined,
    SESSION_HOURS: "100",
    TRUSTED_PROXIES: "everyone",
    AWS_ENDPOINT_URL_STS: "https://evil.example",
  });
  const named = [...said.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
  const unique = [...new Set(named)].sort();
  expect(unique).toEqual([
    "AWS_ENDPOINT_URL_STS",
    "OIDC_ISSUER",
    "PORTAL_SECRET",
    "PORTAL_URL",
    "SESSION_HOURS",
    "TRUSTED_PROXIES",
  ]);
});

test.each([...Object.keys(Settings.shape), "AWS_ENDPOINT_URL_SSO"])(
  "whatever %s is, its value is not said",
  (name) => {
    const value = "c4nary\u0000value";
    expect(faults({ [name]: value })).not.toContain("c4nary");
  },
);

test("an empty value is an unset one", () => {
  expect(parse({ DATA_DIR: "", SESSION_HOURS: "", OIDC_EMAIL_TRUSTED: "" })).toMatchObject({
    DATA_DIR: "./data",
    SESSION_HOURS: 10,
    OIDC_EMAIL_TRUSTED: false,
  });
  expect(parse({ DATABASE_URL: "", CONSOLE_SIGN_IN_URL: "" }).DATABASE_URL).toBeUndefined();
  expect(faults({ PORTAL_SECRET: "" })).toContain("PORTAL_SECRET: is not set");
});

test.each([
  "http://aws.example.com",
  "http://10.0.0.1",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
  "http://0.0.0.0",
  "http://[::]",
])("plain http is refused off loopback: %s", (url) => {
  expect(faults({ PORTAL_URL: url })).toContain("PORTAL_URL: must be https");
  expect(faults({ OIDC_ISSUER: url })).toContain("OIDC_ISSUER: must be https");
  expect(faults({ IDENTITY_CENTER_START_URL: `${url}/start` })).toContain("IDENTITY_CENTER_START_URL:");
});

test.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://127.9.9.9", "http://[::1]:3000"])(
  "plain http is accepted on loopback: %s",
  (url) => {
    expect(parse({ PORTAL_URL: url, OIDC_ISSUER: url })).toMatchObject({ PORTAL_URL: url, OIDC_ISSUER: url });
  },
);

test.each([
  "https://aws.example.com/portal",
  "https://aws.example.com/?a=b",
  "https://aws.example.com/#top",
  "https://somebody@aws.example.com",
  "ftp://aws.example.com",
  "javascript:alert(1)",
  "//aws.example.com",
])("the portal's address is scheme and host alone: %s", (url) => {
  expect(faults({ PORTAL_URL: url })).toContain("PORTAL_URL:");
});

test("the portal's address loses its trailing slash and its default port", () => {
  expect(parse({ PORTAL_URL: "https://AWS.example.com:443/" }).PORTAL_URL).toBe("https://aws.example.com");
});

const endpointNames = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_SSO",
  "AWS_ENDPOINT_URL_SSO_OIDC",
  "AWS_ENDPOINT_URL_STS",
  "CONSOLE_SIGN_IN_URL",
];

const diversions = [
  "https://evil.example",
  "https://amazonaws.com.evil.example",
  "https://evil-amazonaws.com",
  "https://portal.sso.eu-central-1.amazonaws.com@evil.example",
  "https://evil.example/portal.sso.eu-central-1.amazonaws.com",
  "https://evil.example#.amazonaws.com",
  "https://evil.example\\.amazonaws.com",
  "http://portal.sso.eu-central-1.amazonaws.com",
  "http://169.254.169.254",
  "http://10.0.0.1",
  "http://localhost.evil.example",
  "http://key:secret@localhost:4001",
  "file:///etc/passwd",
  "not an address",
];

test.each(endpointNames.flatMap((name) => diversions.map((url) => [name, url])))(
  "%s cannot divert keys to %s",
  (name, url) => {
    expect(faults({ [name]: url })).toContain(`${name}: must be an address of AWS or of this machine`);
  },
);

test.each([
  "http://localhost:4001",
  "http://127.0.0.1:4001",
  "https://vpce-0a1b2c3d.sts.eu-central-1.vpce.amazonaws.com",
  "https://portal.sso.cn-north-1.amazonaws.com.cn",
  "https://sts.eusc-de-east-1.amazonaws.eu",
  "https://portal.sso.eu-central-1.api.aws",
])("an endpoint of AWS or of this machine is accepted: %s", (url) => {
  expect(faults({ AWS_ENDPOINT_URL_STS: url })).toBe("none");
});

test.each(["0.0.0.0/0", "::/0", "10.0.0.0/8,0.0.0.0/0", "0.0.0.0/00"])(
  "not every address is a proxy: %s",
  (cidrs) => {
    expect(faults({ TRUSTED_PROXIES: cidrs })).toContain("TRUSTED_PROXIES: must not trust every address");
  },
);

test.each([
  "10.0.0.0/33",
  "::1/129",
  "10.0.0/8",
  "10.0.0.0/-1",
  "10.0.0.0/8/8",
  "10.0.0.0/",
  "proxy.example.com",
])("a proxy is an address or a CIDR, not %s", (cidrs) =>
  expect(faults({ TRUSTED_PROXIES: cidrs })).toContain("TRUSTED_PROXIES: must be addresses or CIDRs"),
);

test("proxies and groups are lists; blanks around them do not count", () => {
  expect(parse({ TRUSTED_PROXIES: " 10.0.0.0/8 , ::1,", ADMIN_GROUPS: "platform, ,on call" })).toMatchObject({
    TRUSTED_PROXIES: ["10.0.0.0/8", "::1"],
    ADMIN_GROUPS: ["platform", "on call"],
  });
});

test("scopes without openid are refused: there would be no sign-in", () => {
  expect(faults({ OIDC_SCOPES: "profile email" })).toContain("OIDC_SCOPES: must contain openid");
});

test.each(["arn:aws:iam::012345678901:role/Admin", "apl-1234567890abcdef", "*"])(
  "%s is no application of Identity Center",
  (arn) =>
    expect(faults({ IDENTITY_CENTER_APPLICATION_ARN: arn })).toContain("IDENTITY_CENTER_APPLICATION_ARN:"),
);

test.each(["eu-central-1.evil.example", "../eu-central-1", "EU-CENTRAL-1", "eu"])(
  "%s is no region",
  (region) =>
    expect(faults({ IDENTITY_CENTER_REGION: region })).toContain(
      "IDENTITY_CENTER_REGION: must be an AWS region",
    ),
);

/** An instance that is approved by code belongs to no application, whose ARN would have to be of the same partition. */
const anywhere = {
  IDENTITY_CENTER_START_URL: "https://acme.awsapps.com/start",
  IDENTITY_CENTER_CONNECT: "device-code",
  IDENTITY_CENTER_APPLICATION_ARN: undefined,
};

test.each(["eu-central-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"])("%s is a region", (region) =>
  expect(parse({ ...anywhere, IDENTITY_CENTER_REGION: region }).IDENTITY_CENTER_REGION).toBe(region),
);

test.each(["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1"])("%s has no Identity Center", (region) =>
  expect(faults({ ...anywhere, IDENTITY_CENTER_REGION: region })).toContain(
    "IDENTITY_CENTER_REGION: must be",
  ),
);

test("the pace stays under AWS's quota", () => {
  expect(faults({ AWS_REQUESTS_PER_SECOND: "21" })).toContain("AWS_REQUESTS_PER_SECOND:");
  expect(faults({ AWS_REQUESTS_PER_SECOND: "0" })).toContain("AWS_REQUESTS_PER_SECOND:");
});

test("yes is not true: a flag is true or false", () => {
  expect(faults({ OIDC_EMAIL_TRUSTED: "yes" })).toContain("OIDC_EMAIL_TRUSTED:");
  expect(parse({ OIDC_EMAIL_TRUSTED: "true" }).OIDC_EMAIL_TRUSTED).toBe(true);
});

test("the environment describes one instance, named main, whose start URL has one spelling", () => {
  const changed = {
    ...good,
    IDENTITY_CENTER_START_URL: "https://D-1234567890.awsapps.com/start/#/",
    ORGANIZATION_DATA: "true",
    ORGANIZATION_ROLE_ARN: "arn:aws:iam::012345678901:role/SallyportOrganization",
    NODE_ENV: "test",
  } as const;
  expect(parseConfiguration(changed).instances).toEqual([
    {
      id: "main",
      label: "d-1234567890.awsapps.com",
      startUrl: "https://d-1234567890.awsapps.com/start",
      region: "eu-central-1",
      connect: "trusted-issuer",
      applicationArn: good.IDENTITY_CENTER_APPLICATION_ARN,
      organization: { roleArn: changed.ORGANIZATION_ROLE_ARN },
    },
  ]);
  expect(parseConfiguration({ ...changed, ORGANIZATION_DATA: "false" }).instances).toMatchObject([
    { organization: null },
  ]);
});

test("an application belongs to trusted-issuer and to nothing else", () => {
  expect(faults({ IDENTITY_CENTER_CONNECT: "device-code" })).toContain(
    "IDENTITY_CENTER_APPLICATION_ARN: is used by trusted-issuer alone",
  );
  expect(faults({ ...anywhere, IDENTITY_CENTER_CONNECT: "trusted-issuer" })).toContain(
    "IDENTITY_CENTER_APPLICATION_ARN: is not set",
  );
  expect(faults(anywhere)).toBe("none");
});

test("a start URL that contradicts the region is refused, and so is an ARN of another partition", () => {
  expect(faults({ IDENTITY_CENTER_START_URL: "https://ssoins-1.eu-west-1.portal.amazonaws.com" })).toContain(
    "IDENTITY_CENTER_START_URL: names another region",
  );
  const said = faults({
    IDENTITY_CENTER_REGION: "cn-north-1",
    ORGANIZATION_ROLE_ARN: "arn:aws:iam::012345678901:role/a",
  });
  expect(said).toContain("IDENTITY_CENTER_APPLICATION_ARN: is of another partition");
  expect(said).toContain("ORGANIZATION_ROLE_ARN: is of another partition");
});

describe("keys of the audit record", () => {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-env-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const pair = (type: "ed25519" | "x25519") => {
    const { privateKey, publicKey } = generateKeyPairSync(type as "ed25519");
    return {
      own: String(privateKey.export({ type: "pkcs8", format: "pem" })),
      shown: String(publicKey.export({ type: "spki", format: "pem" })),
    };
  };
  const { own, shown } = pair("ed25519");

  test("an Ed25519 key signs, and several public ones are trusted", () => {
    const { auditKeys } = parseConfiguration({
      ...good,
      NODE_ENV: "test",
      AUDIT_SIGNING_KEY_FILE: file("own.pem", own),
      AUDIT_TRUSTED_KEYS_FILE: file("trusted.pem", `the key of 2025:\n${shown}\n${pair("ed25519").shown}`),
    });
    expect(auditKeys.signing?.type).toBe("private");
    expect(auditKeys.trusted.map(({ type }) => type)).toEqual(["public", "public"]);
  });

  test.each([
    ["AUDIT_SIGNING_KEY_FILE", "is not there", join(folder, "none.pem")],
    ["AUDIT_SIGNING_KEY_FILE", "is empty", file("empty.pem", "")],
    ["AUDIT_SIGNING_KEY_FILE", "is of another kind", file("x25519.pem", pair("x25519").own)],
    ["AUDIT_SIGNING_KEY_FILE", "is a public key", file("public.pem", shown)],
    ["AUDIT_TRUSTED_KEYS_FILE", "is not there", join(folder, "none.pem")],
    ["AUDIT_TRUSTED_KEYS_FILE", "has no key", file("words.pem", "none yet")],
    ["AUDIT_TRUSTED_KEYS_FILE", "has one of another kind", file("other.pem", shown + pair("x25519").shown)],
    ["AUDIT_TRUSTED_KEYS_FILE", "has a private key", file("private.pem", shown + own)],
  ])("%s that %s stops the start, and nothing of the file is told", (name, _, path) => {
    const said = faults({ [name]: path });
    expect(said).toContain(`${name}: `);
    expect(said).not.toContain("BEGIN");
  });
});
