/** The gateways against an AWS that checks what it is sent: accounts, roles, keys, tokens, identity, console. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { rolesPage } from "@/lib/aws/account-roles";
import { accountsPage } from "@/lib/aws/accounts";
import { callerIdentity } from "@/lib/aws/caller-identity";
import { consoleDestination } from "@/lib/aws/console-destination";
import { consoleSignInUrl } from "@/lib/aws/console-sign-in";
import { assertEndpointsAreOurs } from "@/lib/aws/endpoints";
import { exchangeIdToken, renewIdentityCenterToken } from "@/lib/aws/identity-center-token";
import { roleCredentials } from "@/lib/aws/role-credentials";
import { settingsFor, testInstance } from "@/lib/aws/server-for-tests";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import type { Account } from "@/lib/core/account";
import type { Credentials } from "@/lib/core/credentials";
import { forget } from "@/lib/core/once";
import { problemOf } from "@/lib/core/portal-error";
import { type Instance, instances } from "@/lib/env";
import { defaultAwsOptions } from "@/sandbox/aws/contract";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";
import { identities } from "@/sandbox/company";

const call = { correlationId: crypto.randomUUID() };

let aws: TestEmulator;

beforeAll(async () => {
  aws = await startEmulator(250);
  const ours = settingsFor(aws.setting("AWS_ENDPOINT_URL_SSO"));
  Object.assign(process.env, ours, aws.aws.settings());
  process.env.IDENTITY_CENTER_START_URL = ours.IDENTITY_CENTER_START_URL;
  forget("settings");
});
afterAll(() => aws.close());
afterEach(() => {
  aws.faults.reset();
  Object.assign(aws.options, defaultAwsOptions, { requestsPerSecond: 0 });
});

function instance(): Instance {
  const [first] = instances();
  if (!first) throw new Error("The settings describe no instance.");
  return first;
}

async function tokenOf(login: string): Promise<string> {
  return (await exchangeIdToken(instance(), await aws.idToken(login), call)).accessToken;
}

async function accountsOf(token: string): Promise<Account[]> {
  const all: Account[] = [];
  let next: string | null = null;
  do {
    const page = await accountsPage(instance(), token, { ...call, next });
    all.push(...page.accounts);
    next = page.next;
  } while (next !== null);
  return all;
}

function accountId(name: string): string {
  return aws.company.accounts.find(({ accountName }) => accountName === name)?.accountId ?? "";
}

async function keysOf(login: string, account = "payments-dev", role = "Developer"): Promise<Credentials> {
  const grant = { instance: "main", accountId: accountId(account), role };
  return roleCredentials(instance(), await tokenOf(login), grant, call);
}

async function problem(asked: Promise<unknown>): Promise<string> {
  return asked.then(() => "none", problemOf);
}

test("the emulator's endpoints are ours", () =>
  expect(assertEndpointsAreOurs(instances())).resolves.toBeUndefined());

describe("accounts", () => {
  test("every page is there once, in AWS's order, with ids that keep their zeros", async () => {
    const accounts = await accountsOf(await tokenOf("everything"));
    expect(accounts.map((it) => it.accountId)).toEqual(aws.company.accounts.map((it) => it.accountId));
    expect(accounts.some((it) => it.accountId.startsWith("00"))).toBe(true);
  });

  test("a name or an address that AWS leaves out, or that nobody could see, is null", async () => {
    const accounts = await accountsOf(await tokenOf("everything"));
    for (const { accountId: id, accountName, emailAddress } of aws.company.accounts) {
      const account = accounts.find((it) => it.accountId === id);
      expect(account?.name).toBe(accountName?.trim() ? accountName : null);
      expect(account?.email).toBe(emailAddress ?? null);
    }
    expect(accounts.some((it) => it.name === null)).toBe(true);
    expect(accounts.some((it) => it.email === null)).toBe(true);
  });

  test("whoever has none gets an empty list, which is no failure", async () => {
    expect(await accountsOf(await tokenOf("newcomer"))).toEqual([]);
  });

  test("a token that AWS does not know is aws-sign-in-ended", async () => {
    expect(await problem(accountsPage(instance(), "unknown", call))).toBe("aws-sign-in-ended");
  });
});

describe("roles", () => {
  test("are those of the person in this account", async () => {
    const token = await tokenOf("engineer");
    const page = await rolesPage(instance(), token, accountId("payments-prod"), call);
    expect(page.roles.toSorted()).toEqual(["Developer", "ReadOnlyAccess"]);
    expect(page.next).toBeNull();
  });

  test("names that AWS would not allow are left out, and the worst that it allows are not", async () => {
    const token = await tokenOf("hostile");
    const [first] = aws.company.accountsOf("hostile");
    const { roles } = await rolesPage(instance(), token, first?.accountId ?? "", call);
    expect(roles).toContain("--profile=default");
    expect(roles).toContain("__proto__");
    expect(roles.every((role) => /^[\w+=,.@-]{1,64}$/.test(role))).toBe(true);
    const given = aws.company.rolesOf("hostile", first?.accountId ?? "");
    expect(roles.length).toBe(given.length - 1);
  });
});

describe("keys", () => {
  test("are fresh at every call, and last as long as the role's sessions do", async () => {
    const [one, other] = [await keysOf("engineer"), await keysOf("engineer")];
    expect(one.accessKeyId).toMatch(/^ASIA/);
    expect(one.accessKeyId).not.toBe(other.accessKeyId);
    const hours = (one.expiresAt.getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(3.9);
    expect(hours).toBeLessThanOrEqual(4);
  });

  test("of a role that is somebody else's, and of one that nobody has, are role-not-granted alike", async () => {
    const failures = await Promise.all([
      keysOf("reader", "payments-prod", "AdministratorAccess").catch(String),
      keysOf("reader", "payments-prod", "NoSuchRole").catch(String),
    ]);
    const [foreign, missing] = failures.map((it) => String(it).replace(/request [0-9a-f-]+/, ""));
    expect(foreign).toContain("role-not-granted");
    expect(foreign).toBe(missing);
  });

  test("belong to the Identity Center user, by STS's word", async () => {
    const identity = await callerIdentity(instance(), await keysOf("engineer"), call);
    const person = identities.find(({ login }) => login === "engineer");
    expect(identity.accountId).toBe(accountId("payments-dev"));
    expect(identity.sessionName).toBe(person?.identityCenterUserName);
    expect(identity.arn).toMatch(
      new RegExp(
        `^arn:aws:sts::\\d{12}:assumed-role/AWSReservedSSO_Developer_[0-9a-f]{16}/${identity.sessionName}$`,
      ),
    );
  });

  test("that were tampered with are aws-refused by STS", async () => {
    const keys = { ...(await keysOf("engineer")), secretAccessKey: "another" };
    expect(await problem(callerIdentity(instance(), keys, call))).toBe("aws-refused");
  });
});

describe("tokens", () => {
  test("come with their expiry and, where the application may refresh, with a refresh token", async () => {
    const token = await exchangeIdToken(instance(), await aws.idToken("engineer"), call);
    expect(token.accessToken).not.toBe("");
    expect(token.refreshToken).not.toBeNull();
    const minutes = (token.expiresAt.getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
  });

  test("come without a refresh token where the application may not refresh", async () => {
    aws.options.refreshGrant = false;
    const token = await exchangeIdToken(instance(), await aws.idToken("engineer"), call);
    expect(token.refreshToken).toBeNull();
  });

  test("are renewed, and the new one works", async () => {
    const token = await exchangeIdToken(instance(), await aws.idToken("engineer"), call);
    const renewed = await renewIdentityCenterToken(instance(), token.refreshToken ?? "", call);
    expect(renewed.accessToken).not.toBe(token.accessToken);
    expect(await accountsOf(renewed.accessToken)).not.toEqual([]);
  });

  test("are not renewed where that is no longer allowed: aws-sign-in-ended", async () => {
    const token = await exchangeIdToken(instance(), await aws.idToken("engineer"), call);
    aws.options.refreshGrant = false;
    const renewing = renewIdentityCenterToken(instance(), token.refreshToken ?? "", call);
    expect(await problem(renewing)).toBe("aws-sign-in-ended");
    expect(await problem(renewIdentityCenterToken(instance(), "unknown", call))).toBe("aws-sign-in-ended");
  });

  test.each([
    [
      "somebody who is not assigned to the application",
      { assignedLogins: "administrator" },
      "aws-assignment-required",
    ],
    ["an address of two users", { usersPerEmail: 2 }, "aws-user-unmatched"],
    ["an address of no user", { usersPerEmail: 0 }, "aws-user-unmatched"],
  ])("%s is told so", async (_, options, expected) => {
    Object.assign(aws.options, options);
    expect(await problem(exchangeIdToken(instance(), await aws.idToken("engineer"), call))).toBe(expected);
  });

  test("of an application that AWS does not know are aws-misconfigured", async () => {
    const applicationArn =
      "arn:aws:sso::012345678901:application/ssoins-0000000000000000/apl-0000000000000000";
    const asked = exchangeIdToken(
      { ...instance(), id: "unknown", applicationArn },
      await aws.idToken("engineer"),
      call,
    );
    expect(await problem(asked)).toBe("aws-misconfigured");
  });

  test("asked for in a region where the instance does not live are aws-misconfigured", async () => {
    const before = process.env.AWS_ENDPOINT_URL_SSO_OIDC;
    process.env.AWS_ENDPOINT_URL_SSO_OIDC = aws.aws.origins.otherRegion;
    const elsewhere = testInstance({ region: "us-east-1", applicationArn: instance().applicationArn });
    const failure = await exchangeIdToken(elsewhere, await aws.idToken("engineer"), call).catch(
      (it: unknown) => it,
    );
    process.env.AWS_ENDPOINT_URL_SSO_OIDC = before;
    expect(problemOf(failure)).toBe("aws-misconfigured");
    expect(String(failure)).toContain("InvalidRequestRegionException");
  });

  test("are dead once signed out, and signing out twice is no failure", async () => {
    const token = await tokenOf("engineer");
    await signOutOfAws(instance(), token, call);
    expect(await problem(accountsPage(instance(), token, call))).toBe("aws-sign-in-ended");
    await expect(signOutOfAws(instance(), token, call)).resolves.toBeUndefined();
  });
});

test("an answer with a Date far off spoils one signature, says that it is the clock, and heals", async () => {
  aws.faults.set({ operation: "CreateTokenWithIAM", answer: "skewed-date", times: 1 });
  const exchange = async () => exchangeIdToken(instance(), await aws.idToken("engineer"), call);
  await exchange();
  const failure = await exchange().catch((it: unknown) => it);
  expect(problemOf(failure)).toBe("aws-misconfigured");
  expect(String(failure)).toContain("clock: ");
  await expect(exchange()).resolves.toHaveProperty("accessToken");
});

describe("the console", () => {
  test("opens as the role, at the page that was wanted, on the host that gave the token", async () => {
    const destination = consoleDestination(
      instance(),
      "https://eu-central-1.console.aws.amazon.com/s3/home?region=eu-central-1",
    );
    const signIn = { destination, issuer: "https://aws.example.com" };
    const url = await consoleSignInUrl(instance(), await keysOf("engineer"), signIn, call);
    expect(url.origin).toBe(aws.setting("CONSOLE_SIGN_IN_URL"));

    const opened = await fetch(url, { redirect: "manual" });
    expect(opened.status).toBe(302);
    expect(opened.headers.get("location")).toContain("/oauth");
  });

  test("opens once more without a duration where the keys allow none", async () => {
    const signIn = { destination: consoleDestination(instance(), null), issuer: "https://aws.example.com" };
    aws.faults.set({ operation: "GetSigninToken", answer: "html-400", times: 1 });
    const keys = await keysOf("engineer");
    const before = aws.calls.all().GetSigninToken ?? 0;
    await consoleSignInUrl(instance(), keys, { ...signIn, sessionSeconds: 3600 }, call);
    expect((aws.calls.all().GetSigninToken ?? 0) - before).toBe(2);
  });

  test("does not open for keys that were tampered with", async () => {
    const keys = { ...(await keysOf("engineer")), secretAccessKey: "canary" };
    const signIn = { destination: consoleDestination(instance(), null), issuer: "https://aws.example.com" };
    const failure = await consoleSignInUrl(instance(), keys, signIn, call).catch((it: unknown) => it);
    expect(problemOf(failure)).toBe("console-refused");
    expect(String(failure)).not.toContain("canary");
  });
});

describe("when AWS fails", () => {
  test.each([
    ["throttle", "aws-throttled"],
    ["throttle-untyped", "aws-throttled"],
    ["error", "aws-unavailable"],
    ["reset", "aws-unavailable"],
    ["html-503", "aws-unavailable"],
    ["html-400", "aws-unavailable"],
    ["malformed", "aws-malformed"],
    ["deny", "role-not-granted"],
    ["hang", "aws-slow"],
  ] as const)("%s is %s, and AWS was asked once", async (answer, expected) => {
    const token = await tokenOf("engineer");
    const grant = { instance: "main", accountId: accountId("payments-dev"), role: "Developer" };
    const before = aws.calls.all().GetRoleCredentials ?? 0;
    aws.faults.set({ operation: "GetRoleCredentials", answer, times: 1 });
    const asked = roleCredentials(instance(), token, grant, { ...call, timeoutSeconds: 1 });
    expect(await problem(asked)).toBe(expected);
    expect((aws.calls.all().GetRoleCredentials ?? 0) - before).toBe(1);
  });

  test("fifty at once get each their own keys", async () => {
    const token = await tokenOf("engineer");
    const grant = { instance: "main", accountId: accountId("payments-dev"), role: "Developer" };
    const all = await Promise.all(
      Array.from({ length: 50 }, () => roleCredentials(instance(), token, grant, call)),
    );
    expect(new Set(all.map((keys) => keys.accessKeyId)).size).toBe(50);
  });
});
