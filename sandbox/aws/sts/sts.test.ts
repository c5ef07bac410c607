/** STS, asked by AWS's own client with keys that the emulator minted. */

import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountId, failure, type Keys, mint, stsClient } from "@/sandbox/aws/clients-for-tests";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";
import { portalActor } from "@/sandbox/aws/instance";

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const whoAmI = (keys: Keys, region?: string) =>
  stsClient(emulator, keys, region).send(new GetCallerIdentityCommand({}));

function assume(keys: Keys, changes: Partial<AssumeRoleCommandInput> = {}) {
  const RoleArn = `arn:aws:iam::${accountId(emulator, "payments-dev")}:role/SallyportAccess`;
  const input = { RoleArn, RoleSessionName: "e.noether", ...changes };
  return stsClient(emulator, keys).send(new AssumeRoleCommand(input));
}

async function assumedKeys(keys: Keys, changes: Partial<AssumeRoleCommandInput> = {}): Promise<Keys> {
  const { Credentials } = await assume(keys, changes);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

const roleInPaymentsDev = (name: string) =>
  `arn:aws:iam::${accountId(emulator, "payments-dev")}:role/${name}`;

test.each(["eu-central-1", "us-east-1"])(
  "minted keys name account, role and Identity Center user in %s",
  async (region) => {
    const id = accountId(emulator, "payments-dev");
    const keys = await mint(emulator, "engineer", "payments-dev", "Developer");
    const caller = await whoAmI(keys, region);
    expect(caller.Account).toBe(id);
    expect(caller.Arn).toMatch(
      new RegExp(`^arn:aws:sts::${id}:assumed-role/AWSReservedSSO_Developer_[0-9a-f]{16}/e\\.noether$`),
    );
    expect(caller.UserId).toMatch(/^AROA[A-Z2-7]{17}:e\.noether$/);
  },
);

test("the same permission set is the same IAM role at every mint, and another one in another account", async () => {
  const arnOf = async (account: string) =>
    (await whoAmI(await mint(emulator, "engineer", account, "Developer"))).Arn;
  const first = await arnOf("payments-dev");
  expect(await arnOf("payments-dev")).toBe(first);
  expect((await arnOf("payments-prod"))?.split("/")[1]).not.toBe(first?.split("/")[1]);
});

test("a hostile role name comes through the XML unchanged", async () => {
  const [account] = emulator.company.accountsOf("hostile");
  const roleName = 'bad role";\n';
  const keys = await mint(emulator, "hostile", account?.accountName ?? "", roleName);
  expect((await whoAmI(keys)).Arn).toContain(`AWSReservedSSO_${roleName}_`);
});

test("the portal's own keys are an IAM user's", async () => {
  expect((await whoAmI(portalActor)).Arn).toMatch(/^arn:aws:iam::\d{12}:user\/sallyport-portal$/);
});

test("expired, unknown, mutilated and foreign keys are refused by AWS's names", async () => {
  const keys = await mint(emulator, "engineer", "payments-dev", "AdministratorAccess");
  const refused = async (wrong: Keys) => (await failure(whoAmI(wrong))).name;
  expect(await refused({ ...keys, accessKeyId: "ASIAAAAAAAAAAAAAAAAA" })).toBe("InvalidClientTokenId");
  expect(await refused({ ...keys, sessionToken: `${keys.sessionToken}x` })).toBe("InvalidClientTokenId");
  expect(await refused({ ...portalActor, sessionToken: keys.sessionToken })).toBe("InvalidClientTokenId");
  expect(await refused({ ...keys, secretAccessKey: portalActor.secretAccessKey })).toBe(
    "SignatureDoesNotMatch",
  );
  emulator.clock.advance(3601);
  expect(await refused(keys)).toMatch(/^ExpiredToken/);
});

test("a role that was assumed is who its keys say", async () => {
  const answer = await assume(portalActor, { DurationSeconds: 43_200, SourceIdentity: "alice" });
  const id = accountId(emulator, "payments-dev");
  expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${id}:assumed-role/SallyportAccess/e.noether`);
  expect(answer.SourceIdentity).toBe("alice");
  expect(Math.round(((answer.Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(12);
  expect((await whoAmI(await assumedKeys(portalActor))).Arn).toBe(answer.AssumedRoleUser?.Arn);
});

test.each<[string, Partial<AssumeRoleCommandInput>]>([
  ["a session name with a slash", { RoleSessionName: "a/b" }],
  ["a session name of one character", { RoleSessionName: "a" }],
  ["a session name of 65", { RoleSessionName: "a".repeat(65) }],
  ["a session name with a letter that is not ASCII", { RoleSessionName: "noëther" }],
  ["less than 15 minutes", { DurationSeconds: 899 }],
  ["more than 12 hours", { DurationSeconds: 43_201 }],
  ["an external id of one character", { ExternalId: "x" }],
  ["a source identity that AWS keeps for itself", { SourceIdentity: "aws:alice" }],
  ["a token code of five digits", { TokenCode: "12345" }],
  ["a tag with a forbidden character", { Tags: [{ Key: "a*b", Value: "" }] }],
  ["51 tags", { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: "" })) }],
  [
    "two tags that differ in case only",
    {
      Tags: [
        { Key: "Team", Value: "a" },
        { Key: "team", Value: "b" },
      ],
    },
  ],
  [
    "11 managed policies",
    { PolicyArns: Array.from({ length: 11 }, () => ({ arn: "arn:aws:iam::aws:policy/X" })) },
  ],
  ["a transitive key that is no tag", { Tags: [{ Key: "a", Value: "" }], TransitiveTagKeys: ["b"] }],
  ["an ARN that is too short", { RoleArn: "arn:aws:iam" }],
])("%s is a ValidationError", async (_, changes) => {
  expect((await failure(assume(portalActor, changes))).name).toMatch(/^ValidationError/);
});

test("a chained role lasts an hour at most", async () => {
  const keys = await mint(emulator, "engineer", "payments-dev", "Developer");
  await expect(assume(keys, { DurationSeconds: 3600 })).resolves.toBeDefined();
  expect((await failure(assume(keys, { DurationSeconds: 3601 }))).name).toMatch(/^ValidationError/);
});

test("a role's own maximum holds", async () => {
  const RoleArn = roleInPaymentsDev("Deployer");
  await expect(assume(portalActor, { RoleArn })).resolves.toBeDefined();
  expect((await failure(assume(portalActor, { RoleArn, DurationSeconds: 7200 }))).name).toMatch(
    /^ValidationError/,
  );
});

test("policies must be policies, and small enough when packed", async () => {
  expect((await failure(assume(portalActor, { Policy: "{}" }))).name).toMatch(/^MalformedPolicyDocument/);
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "x".repeat(2048) }] });
  expect((await failure(assume(portalActor, { Policy }))).name).toMatch(/^PackedPolicyTooLarge/);
  const small = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  expect((await assume(portalActor, { Policy: small })).PackedPolicySize).toBeGreaterThan(0);
});

test("trust decides: unknown role or account, missing external id, forbidden tags and source identity", async () => {
  const denied = async (changes: Partial<AssumeRoleCommandInput>) =>
    (await failure(assume(portalActor, changes))).name;
  expect(await denied({ RoleArn: roleInPaymentsDev("NoSuchRole") })).toBe("AccessDenied");
  expect(await denied({ RoleArn: "arn:aws:iam::999999999999:role/SallyportAccess" })).toBe("AccessDenied");
  expect(await denied({ RoleArn: roleInPaymentsDev("PartnerAudit") })).toBe("AccessDenied");
  expect(await denied({ RoleArn: roleInPaymentsDev("Deployer"), Tags: [{ Key: "a", Value: "b" }] })).toBe(
    "AccessDenied",
  );
  expect(await denied({ RoleArn: roleInPaymentsDev("Deployer"), SourceIdentity: "alice" })).toBe(
    "AccessDenied",
  );
  const partner = { RoleArn: roleInPaymentsDev("PartnerAudit"), ExternalId: "sandbox-partner-7f3a" };
  await expect(assume(portalActor, partner)).resolves.toBeDefined();
});

test("transitive tags and the source identity go with the chain and cannot be changed", async () => {
  const keys = await assumedKeys(portalActor, {
    Tags: [{ Key: "Team", Value: "payments" }],
    TransitiveTagKeys: ["Team"],
    SourceIdentity: "alice",
  });
  expect((await failure(assume(keys, { Tags: [{ Key: "team", Value: "x" }] }))).name).toMatch(
    /^ValidationError/,
  );
  expect((await failure(assume(keys, { SourceIdentity: "mallory" }))).name).toBe("AccessDenied");
  expect((await assume(keys)).SourceIdentity).toBe("alice");
});

test("an action that STS does not have and a call without signature are refused", async () => {
  const post = async (body: string) =>
    (await fetch(emulator.aws.origins.service, { method: "POST", body })).text();
  expect(await post("Action=constructor&Version=2011-06-15")).toContain("<Code>InvalidAction</Code>");
  expect(await post("Action=GetCallerIdentity&Version=2011-06-15")).toContain(
    "<Code>MissingAuthenticationToken</Code>",
  );
});
