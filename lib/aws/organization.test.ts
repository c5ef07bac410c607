/** The gateways that read the organization: what they tell, what failures become, and as whom they ask. */

import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { assignmentsPage } from "@/lib/aws/assignments";
import { identityCenterOf } from "@/lib/aws/identity-center-instance";
import { groupName, userIdOf } from "@/lib/aws/identity-store";
import { accountTagsPage, rootsPage, unitAccountsPage, unitsPage } from "@/lib/aws/organization-accounts";
import { actions } from "@/lib/aws/organization-reader";
import { permissionSet, permissionSetsPage } from "@/lib/aws/permission-sets";
import { serve, settingsFor, type TestServer, testInstance } from "@/lib/aws/server-for-tests";
import { forget } from "@/lib/core/once";
import { problemOf } from "@/lib/core/portal-error";
import { version } from "@/lib/core/version";
import type { Instance } from "@/lib/env";
import { defaultAwsOptions } from "@/sandbox/aws/contract";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";

const call = { correlationId: crypto.randomUUID(), timeoutSeconds: 1 };
const nobody = "00000000-0000-0000-0000-000000000000";
const center = {
  instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
  identityStoreId: "d-1234567890",
};

let aws: TestEmulator;

beforeAll(async () => {
  aws = await startEmulator(120);
});
afterAll(() => aws.close());
afterEach(() => {
  aws.faults.reset();
  Object.assign(aws.options, defaultAwsOptions, { requestsPerSecond: 0 });
  vi.unstubAllEnvs();
});

function configure(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  forget("settings");
}

/** An instance of the emulator's, with clients of its own. */
function readable(changes: Partial<Instance> = {}): Instance {
  configure({ ...settingsFor(aws.setting("AWS_ENDPOINT_URL_SSO")), ...aws.aws.settings() });
  return testInstance({
    applicationArn: aws.setting("IDENTITY_CENTER_APPLICATION_ARN"),
    organization: { roleArn: null },
    ...changes,
  });
}

async function problem(asked: Promise<unknown>): Promise<string> {
  return asked.then(() => "none", problemOf);
}

const asks = {
  ListInstances: (instance: Instance) => identityCenterOf(instance, call),
  ListPermissionSets: (instance: Instance) => permissionSetsPage(instance, center, call),
  DescribePermissionSet: (instance: Instance) =>
    permissionSet(
      instance,
      center,
      "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef",
      call,
    ),
  ListAccountAssignmentsForPrincipal: (instance: Instance) => assignmentsPage(instance, center, nobody, call),
  GetUserId: (instance: Instance) => userIdOf(instance, center, { userName: "ada" }, call),
  DescribeGroup: (instance: Instance) => groupName(instance, center, nobody, call),
  ListRoots: (instance: Instance) => rootsPage(instance, call),
  ListOrganizationalUnitsForParent: (instance: Instance) => unitsPage(instance, "r-sb01", call),
  ListAccountsForParent: (instance: Instance) => unitAccountsPage(instance, "r-sb01", call),
  ListTagsForResource: (instance: Instance) => accountTagsPage(instance, "000000000000", call),
} as const;

const operations = Object.entries(asks);

test("the policy in the documentation allows exactly what is asked", () => {
  const page = readFileSync("docs/operations/organization-data.md", "utf8");
  const [, policy = "{}"] = /```json\n(\{[^`]*"organizations:ListRoots"[^`]*\})\n```/.exec(page) ?? [];
  const [statement] = JSON.parse(policy).Statement;
  expect([...statement.Action].sort()).toEqual(Object.values(actions).sort());
  expect(Object.keys(actions).sort()).toEqual(Object.keys(asks).sort());
});

describe("against an AWS that checks what it is sent", () => {
  test("the instance is the application's; without one the start URL's, or the only one", async () => {
    const found = await identityCenterOf(readable(), call);
    expect(aws.setting("IDENTITY_CENTER_APPLICATION_ARN")).toContain(found.instanceArn.split("/")[1]);
    expect(await identityCenterOf(readable({ applicationArn: null }), call)).toEqual(found);
    const foreign = readable({ applicationArn: testInstance().applicationArn });
    expect(await problem(identityCenterOf(foreign, call))).toBe("aws-misconfigured");
  });

  test("permission sets have names, descriptions, and sessions in seconds", async () => {
    const instance = readable();
    const found = await identityCenterOf(instance, call);
    const { items } = await permissionSetsPage(instance, found, call);
    const sets = await Promise.all(items.map((arn) => permissionSet(instance, found, arn, call)));
    expect(sets).toContainEqual({
      arn: expect.stringContaining(":permissionSet/"),
      name: "DataScientist",
      description: "Notebooks and the data lake, read and write.",
      sessionSeconds: 12 * 3600,
    });
    // A name outside AWS's own rule is left out.
    expect(sets.filter((set) => set === null)).toHaveLength(1);
  });

  test("every page of a list is there once", async () => {
    const instance = readable();
    const found = await identityCenterOf(instance, call);
    const userId = await userIdOf(instance, found, { email: "barbara.liskov@example.com" }, call);
    const all: string[] = [];
    let next: string | null = null;
    do {
      const page = await assignmentsPage(instance, found, userId, { ...call, next });
      all.push(...page.items.map((one) => `${one.accountId} ${one.permissionSetArn} ${one.groupId}`));
      next = page.next;
    } while (next !== null);
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(all.map((one) => one.slice(0, 12))).size).toBe(120);
  });

  test.each(operations)(
    "%s: what is refused names the action that a policy lacks",
    async (operation, ask) => {
      const instance = readable();
      vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIASANDBOXSTRANGERS");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "sandbox/only/Some+other+servers+key/0000");
      const failure = await ask(instance).catch((it: unknown) => it);
      expect(problemOf(failure)).toBe("aws-refused");
      expect(String(failure)).toMatch(new RegExp(`does its policy allow [a-z]+:${operation}\\?`));
    },
  );

  test.each(operations)(
    "%s: each failure is what it means, and AWS was asked once",
    async (operation, ask) => {
      const instance = readable();
      for (const [answer, expected] of [
        ["throttle", "aws-throttled"],
        ["throttle-untyped", "aws-throttled"],
        ["error", "aws-unavailable"],
        ["reset", "aws-unavailable"],
        ["html-503", "aws-unavailable"],
        ["malformed", "aws-malformed"],
        ["hang", "aws-slow"],
      ] as const) {
        const before = aws.calls.all()[operation] ?? 0;
        aws.faults.set({ operation: operation as keyof typeof asks, answer, times: 1 });
        expect(await problem(ask(instance)), answer).toBe(expected);
        expect((aws.calls.all()[operation] ?? 0) - before).toBe(1);
      }
    },
  );

  test.each([
    ["a user name of nobody", asks.GetUserId],
    ["a group that is gone", asks.DescribeGroup],
    ["an account that is gone", asks.ListTagsForResource],
    ["a unit that is gone", (it: Instance) => unitsPage(it, "ou-sb01-00000000", call)],
  ])("%s is not-found", async (_, ask) => {
    const instance = readable();
    const found = await identityCenterOf(instance, call);
    Object.assign(center, found);
    expect(await problem(ask(instance))).toBe("not-found");
  });
});

describe("the role", () => {
  const roleArn = "arn:aws:iam::012345678901:role/SallyportOrganization";
  let server: TestServer;
  let assumed: URLSearchParams[];
  let signers: string[];
  let livesMinutes: number;

  beforeAll(async () => {
    server = await serve(async (request, response) => {
      const body = await textOf(request);
      if (request.headers["x-amz-target"]) {
        signers.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "");
        expect(request.headers["user-agent"]).toBe(`Sallyport/${version} ${call.correlationId}`);
        response.setHeader("content-type", "application/x-amz-json-1.1");
        return void response.end('{"Roots":[]}');
      }
      assumed.push(new URLSearchParams(body));
      const expiration = new Date(Date.now() + livesMinutes * 60_000).toISOString();
      response.setHeader("content-type", "text/xml");
      response.end(
        `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${assumed.length}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    });
  });
  afterAll(() => server.close());

  async function textOf(request: IncomingMessage): Promise<string> {
    let text = "";
    for await (const part of request) text += part;
    return text;
  }

  function begin(minutes: number): Instance {
    [assumed, signers, livesMinutes] = [[], [], minutes];
    configure(settingsFor(server.url));
    forget("aws-own-sts eu-central-1");
    forget(`aws-organization-session eu-central-1 ${roleArn}`);
    return testInstance({ organization: { roleArn } });
  }

  test("is assumed once for everybody, under a name of its own", async () => {
    const instance = begin(60);
    await Promise.all(Array.from({ length: 20 }, () => rootsPage(instance, call)));
    expect(assumed).toHaveLength(1);
    expect(Object.fromEntries(assumed[0] ?? [])).toMatchObject({
      RoleArn: roleArn,
      RoleSessionName: "sallyport",
    });
    expect(new Set(signers)).toEqual(new Set(["ASIA1"]));
  });

  test("is assumed again before its session ends", async () => {
    const instance = begin(3);
    await rootsPage(instance, call);
    livesMinutes = 60;
    await Promise.all(Array.from({ length: 20 }, () => rootsPage(instance, call)));
    expect(signers.slice(1).every((signer) => signer === signers[1])).toBe(true);
    expect(signers[1]).not.toBe(signers[0]);
  });
});

describe("an answer of another shape", () => {
  let server: TestServer;
  let answer: unknown;

  beforeAll(async () => {
    server = await serve((_, response) => {
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(answer));
    });
  });
  afterAll(() => server.close());

  test.each(operations)("of %s is aws-malformed, and nothing of it is told", async (_, ask) => {
    configure(settingsFor(server.url));
    const instance = testInstance({ organization: { roleArn: null } });
    for (answer of [
      {},
      {
        Instances: [{ InstanceArn: "canary", IdentityStoreId: "canary canary" }],
        PermissionSets: ["canary"],
        PermissionSet: { Name: "" },
        AccountAssignments: [{ AccountId: "canary" }],
        UserId: "canary",
        DisplayName: "canary".repeat(1000),
        Roots: [{ Name: "canary" }],
        OrganizationalUnits: [{ Id: "ou-1" }],
        Accounts: [{ Id: "canary" }],
        Tags: [{ Key: "canary" }],
      },
    ]) {
      const failure = await ask(instance).catch((it: unknown) => it);
      // A group may have no name.
      if (ask === asks.DescribeGroup && failure === null) continue;
      expect(problemOf(failure)).toBe("aws-malformed");
      expect(String(failure)).not.toContain("canary");
    }
  });

  test("that tells another user's assignments is not taken", async () => {
    configure(settingsFor(server.url));
    const own = {
      AccountId: "000000000001",
      PermissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef",
      PrincipalId: nobody,
      PrincipalType: "USER",
    };
    const ask = () =>
      assignmentsPage(testInstance({ organization: { roleArn: null } }), center, nobody, call);
    answer = { AccountAssignments: [own] };
    expect((await ask()).items).toHaveLength(1);
    answer = { AccountAssignments: [own, { ...own, PrincipalId: nobody.replace("0", "1") }] };
    expect(await problem(ask())).toBe("aws-malformed");
  });

  test.each([
    ["PT1H", 3600],
    ["PT12H", 43_200],
    ["PT1H30M", 5400],
    ["P1D", 86_400],
    ["PT900S", 900],
    ["", null],
    ["PT0S", null],
    ["P", null],
    ["1 hour", null],
    ["P1Y", null],
    ["PT99999999999H", null],
  ])("with a session of %s is %s seconds", async (SessionDuration, expected) => {
    configure(settingsFor(server.url));
    answer = { PermissionSet: { Name: "Developer", SessionDuration } };
    const set = await asks.DescribePermissionSet(testInstance({ organization: { roleArn: null } }));
    expect(set?.sessionSeconds).toBe(expected);
  });
});
