/** What a profile set may say. Each refusal is one clear sentence. */

import { describe, expect, test } from "vitest";
import { roleSeconds } from "./assume-role";
import { profileNameFault, readableProfileName } from "./aws-profile-name";
import { settingChoices, settingFault, settingKeys } from "./config-settings";
import { ProfileChain, ProfileSet, ProfileSetId } from "./profile-set";

const grant = { instance: "main", accountId: "012345678901", role: "Admin" };
const chain = {
  name: "deploy",
  source: { kind: "grant", grant },
  roleArn: "arn:aws:iam::123456789012:role/Deploy",
  externalId: null,
  mfaSerial: null,
  durationSeconds: 3600,
  sessionName: "ada",
  region: "eu-west-1",
};
const set = {
  selection: { filter: null, picked: [grant] },
  nameTemplate: "{role}-{account_id}",
  kind: "sso-session",
  chains: [chain],
  regions: ["eu-west-1"],
  defaults: { output: "json", "s3.addressing_style": "path" },
  aliasDays: 30,
};

const saidOf = (schema: typeof ProfileSet | typeof ProfileChain, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? "" : parsed.error.issues.map(({ message }) => message).join("\n");
};

test("a whole set is one", () => expect(saidOf(ProfileSet, set)).toBe(""));

describe("a default", () => {
  test.each([
    ["output", "json\nregion = x", "The value of output goes over more than one line."],
    ["cli_pager", "less # more", "The value of cli_pager holds # or ; where it would begin a comment."],
    ["cli_pager", "; x", "The value of cli_pager holds # or ; where it would begin a comment."],
    ["cli_pager", "x".repeat(3000), "The value of cli_pager is longer than 1000 characters."],
    ["cli_pager", " less", "The value of cli_pager begins or ends with a space."],
    ["cli_pager", "", "The value of cli_pager is empty."],
    ["ca_bundle", "/é.pem", "The value of ca_bundle holds a character that is not plain ASCII."],
    ["cli_pager", "a\u0000b", "The value of cli_pager holds a character that is not plain ASCII."],
    ["output", "xml", "output takes json, text, table, yaml, yaml-stream, off."],
    ["use_fips_endpoint", "True", "use_fips_endpoint takes true, false."],
    ["max_attempts", "3.5", "max_attempts takes a whole number."],
    ["region", "eu-west-1", "Regions have a list of their own."],
    ["aws_secret_access_key", "x", "This is no setting of ~/.aws/config that a profile set may hold."],
    ["credential_process", "x", "This is no setting of ~/.aws/config that a profile set may hold."],
    ["constructor", "x", "This is no setting of ~/.aws/config that a profile set may hold."],
  ])("%s = %j is refused in one sentence", (key, value, says) => {
    expect(saidOf(ProfileSet, { ...set, defaults: { [key]: value } })).toBe(says);
  });

  test("takes each of its choices", () => {
    for (const key of settingKeys) {
      for (const choice of settingChoices(key) ?? []) expect(settingFault(key, choice)).toBeNull();
    }
    expect(settingKeys.length).toBeGreaterThan(50);
  });
});

describe("an assumed role", () => {
  const token = { kind: "web-identity", tokenFile: "/var/token" };
  test.each([
    [{ roleArn: "arn:aws:iam::1:role/x" }, "role_arn is no role's ARN"],
    [{ roleArn: "arn:aws:iam::123456789012:user/x" }, "role_arn is no role's ARN"],
    [{ roleArn: `${chain.roleArn}\nx = y` }, "role_arn is no role's ARN"],
    [{ sessionName: "a b" }, "role_session_name takes 2 to 64"],
    [{ sessionName: "a" }, "role_session_name takes 2 to 64"],
    [{ sessionName: "é!" }, "role_session_name takes 2 to 64"],
    [{ externalId: "x" }, "external_id takes 2 to 1,224"],
    [{ externalId: "a b" }, "external_id takes 2 to 1,224"],
    [{ mfaSerial: "12345678" }, "mfa_serial takes 9 to 256"],
    [{ durationSeconds: roleSeconds.least - 1 }, "expected number to be >=900"],
    [{ durationSeconds: 3601 }, "From role to role, STS gives 3600 seconds at most."],
    [
      { durationSeconds: 3601, source: { kind: "credential-source", credentialSource: "EcsContainer" } },
      "From role to role",
    ],
    [{ source: { kind: "credential-source", credentialSource: "Laptop" } }, "Invalid option"],
    [{ source: { ...token, tokenFile: "token" } }, "The token file's path is no absolute path."],
    [{ source: { ...token, tokenFile: "/a # b" } }, "The token file's path holds # or ;"],
    [{ source: token, externalId: "abc" }, "With a web identity, STS takes neither"],
    [{ name: "a b" }, "The name holds a character that not every AWS tool reads"],
    [{ name: "default" }, "The name means something else to AWS's tools."],
    [{ region: "mars-1" }, "This is no region of AWS."],
  ])("%j is refused", (change, says) =>
    expect(saidOf(ProfileChain, { ...chain, ...change })).toContain(says),
  );

  test("may be taken for twelve hours with a token or with somebody's own keys", () => {
    for (const source of [
      token,
      { kind: "credential-source", credentialSource: "Environment" },
      { kind: "profile", name: "mine" },
    ]) {
      expect(saidOf(ProfileChain, { ...chain, source, durationSeconds: roleSeconds.most })).toBe("");
    }
  });
});

test.each(["", "A", "-a", "a-", "sessions", "a".repeat(33), "a b", "ä"])(
  "a set cannot be called %j",
  (id) => {
    expect(ProfileSetId.safeParse(id).success).toBe(false);
  },
);

test.each([
  "-a",
  "a b",
  "a]b",
  "é",
  "a#b",
  "default",
  "DEFAULT",
  "__proto__",
  "sso-session.x",
  "services.x",
  "",
])("a profile cannot be called %j, and its readable form is another", (name) => {
  expect(profileNameFault(name)).not.toBeNull();
  expect(readableProfileName(name)).toMatch(/^$|^[A-Za-z0-9_][A-Za-z0-9_.@+:/-]*$/);
});
