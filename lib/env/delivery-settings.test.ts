/** Where the record may be sent, as settings say it: what is wrong is named at the start, and nothing of it repeated. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfiguration } from "@/lib/env";

const good = {
  PORTAL_URL: "https://aws.example.com",
  PORTAL_SECRET: "not-a-secret-not-a-secret-not-a-secret",
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "not-a-secret-either",
  IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
  IDENTITY_CENTER_REGION: "eu-central-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::012345678901:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
};

const secret = "c4nary-c4nary-c4nary-c4nary-c4nary";

function faults(changes: Record<string, string>): string {
  try {
    parseConfiguration({ ...good, ...changes, NODE_ENV: "test" });
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
  return "none";
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sallyport-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  { AUDIT_WEBHOOK_URL: "https://collector.example.com/in?source=1", AUDIT_WEBHOOK_SECRET: secret },
  { AUDIT_WEBHOOK_URL: "http://127.0.0.1:8088/", AUDIT_WEBHOOK_SECRET: secret },
  { AUDIT_WEBHOOK_URL: "https://10.1.2.3/in", AUDIT_WEBHOOK_SECRET: secret },
  { AUDIT_SYSLOG_URL: "syslog-tls://logs.example.com" },
  { AUDIT_SYSLOG_URL: "syslog-tls://[2001:db8::1]:6514/" },
  { AUDIT_FILE: "/var/log/sallyport/audit.jsonl", AUDIT_ANCHOR_FILE: "/mnt/anchor/audit.jsonl" },
  { AUDIT_ANCHOR_S3: "s3://example-anchors/sallyport/production", AUDIT_ANCHOR_S3_REGION: "eu-central-1" },
])("%j is fine", (changes) => expect(faults(changes as Record<string, string>)).toBe("none"));

test.each([
  "http://collector.example.com",
  "https://somebody:c4nary@collector.example.com",
  "https://169.254.169.254/latest",
  "https://2852039166/",
  "https://0xa9fea9fe/",
  "https://0251.0376.0251.0376/",
  "https://[::ffff:169.254.169.254]/",
  "https://[fd00:ec2::254]/",
  "https://[64:ff9b::169.254.169.254]/",
  "https://0.0.0.0/",
  "https://100.100.100.200/",
  "ftp://collector.example.com",
  "collector.example.com",
])("nothing is posted to %s", (url) => {
  for (const name of ["AUDIT_WEBHOOK_URL", "AUDIT_ANCHOR_WEBHOOK_URL"]) {
    const said = faults({ [name]: url, AUDIT_WEBHOOK_SECRET: secret });
    expect(said).toContain(`${name}: must`.slice(0, name.length + 2));
    expect(said).not.toContain("c4nary");
  }
});

test.each([
  "syslog://logs.example.com:514",
  "syslog-tls://",
  "syslog-tls://169.254.169.254",
  "syslog-tls://logs.example.com/path",
  "syslog-tls://somebody@logs.example.com",
  "https://logs.example.com",
])("%s is no syslog server", (url) =>
  expect(faults({ AUDIT_SYSLOG_URL: url })).toContain("AUDIT_SYSLOG_URL: must"),
);

test.each(["AUDIT_WEBHOOK_URL", "AUDIT_ANCHOR_WEBHOOK_URL"])("%s needs a secret", (name) => {
  expect(faults({ [name]: "https://collector.example.com" })).toContain("AUDIT_WEBHOOK_SECRET: is not set");
});

test("a secret that is too short is refused, and not repeated", () => {
  const said = faults({ AUDIT_WEBHOOK_SECRET: "c4nary", METRICS_TOKEN: "c4nary" });
  expect(said).toContain("AUDIT_WEBHOOK_SECRET: must have at least 32 characters");
  expect(said).toContain("METRICS_TOKEN: must have at least 32 characters");
  expect(said).not.toContain("c4nary");
});

test.each(["audit.jsonl", "./audit.jsonl", "../audit.jsonl"])("%s is no absolute path", (path) => {
  expect(faults({ AUDIT_FILE: path, AUDIT_ANCHOR_FILE: path })).toMatch(
    /AUDIT_FILE: must be an absolute path/,
  );
});

test("the anchor is not the file that it vouches for", () => {
  const path = "/var/log/audit.jsonl";
  expect(faults({ AUDIT_FILE: path, AUDIT_ANCHOR_FILE: path })).toContain(
    "AUDIT_ANCHOR_FILE: must be another file",
  );
});

describe("a file of authorities", () => {
  test.each([
    ["that is not there", null],
    ["that is empty", ""],
    ["that holds something else", "-----BEGIN CERTIFICATE-----\nc4nary\n-----END CERTIFICATE-----\n"],
  ])("%s is a fault", (_, content) => {
    const path = join(folder, "ca.pem");
    if (content !== null) writeFileSync(path, content);
    const said = faults({ AUDIT_WEBHOOK_CA_FILE: path, AUDIT_SYSLOG_CA_FILE: path });
    expect(said).toMatch(/AUDIT_WEBHOOK_CA_FILE: .*\n\s+AUDIT_SYSLOG_CA_FILE: /);
    expect(said).not.toContain("c4nary");
  });
});

test.each([
  "example-anchors",
  "s3://",
  "s3://Example/a",
  "s3://b/a b",
  "s3://b//a",
  "https://b.s3.amazonaws.com",
])("%s is no place for anchors", (place) => {
  const said = faults({ AUDIT_ANCHOR_S3: place, AUDIT_ANCHOR_S3_REGION: "eu-central-1" });
  expect(said).toContain("AUDIT_ANCHOR_S3: must");
});

test("a bucket needs its region", () => {
  expect(faults({ AUDIT_ANCHOR_S3: "s3://example-anchors" })).toContain("AUDIT_ANCHOR_S3_REGION: is not set");
  expect(faults({ AUDIT_ANCHOR_S3: "s3://example-anchors", AUDIT_ANCHOR_S3_REGION: "Frankfurt" })).toContain(
    "AUDIT_ANCHOR_S3_REGION: must be",
  );
});
