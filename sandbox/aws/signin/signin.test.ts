/** Console federation, as a portal and a browser go through it. */

import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountId, type Keys, mint, stsClient } from "@/sandbox/aws/clients-for-tests";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";
import { portalActor } from "@/sandbox/aws/instance";

const destination =
  "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups";
let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

function federation(fields: Record<string, string>): string {
  return `${emulator.aws.origins.signIn}/federation?${new URLSearchParams(fields)}`;
}

function sessionOf({ accessKeyId, secretAccessKey, sessionToken = "" }: Keys): string {
  return JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
}

function getToken(keys: Keys, more: Record<string, string> = {}) {
  const body = new URLSearchParams({ Action: "getSigninToken", Session: sessionOf(keys), ...more });
  return fetch(`${emulator.aws.origins.signIn}/federation`, { method: "POST", body });
}

async function tokenFor(keys: Keys, more: Record<string, string> = {}): Promise<string> {
  return (await (await getToken(keys, more)).json()).SigninToken;
}

const loginUrl = (SigninToken: string, more: Record<string, string> = {}) =>
  federation({
    Action: "login",
    Issuer: "http://localhost:3000/",
    Destination: destination,
    SigninToken,
    ...more,
  });

/** A browser reduced to cookies and redirects. Cookies do not know ports, as in any browser. */
function browser() {
  const cookies = new Map<string, string>();
  const visited: string[] = [];
  async function open(address: string): Promise<Response> {
    visited.push(address);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { redirect: "manual", headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      if (line.includes("Max-Age=0")) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get("location");
    return location === null ? response : open(new URL(location, address).href);
  }
  return { open, visited, cookies };
}

function shown(page: string, name: string): string | undefined {
  return new RegExp(`data-of="${name}">(?:<bdi>)?([^<]*)`).exec(page)?.[1];
}

test("a sign-in leads through the sign-in host to the console, which shows as whom, where and for how long", async () => {
  const keys = await mint(emulator, "engineer", "payments-prod", "Developer");
  const { open, visited } = browser();
  const page = await (await open(loginUrl(await tokenFor(keys)))).text();

  const { signIn, console } = emulator.aws.origins;
  expect(visited.map((address) => new URL(address).origin)).toEqual([signIn, signIn, console, console]);
  expect(visited.at(-1)).toBe(`${console}/cloudwatch/home?region=eu-west-1#logsV2:log-groups`);
  expect(shown(page, "account-id")).toBe(accountId(emulator, "payments-prod"));
  expect(shown(page, "role")).toMatch(/^AWSReservedSSO_Developer_[0-9a-f]{16}$/);
  expect(shown(page, "session-name")).toBe("e.noether");
  expect(shown(page, "region")).toBe("eu-west-1");
  expect(shown(page, "destination")).toBe(destination);
  expect(shown(page, "issuer")).toBe("http://localhost:3000/");
  expect(shown(page, "session-seconds")).toBe(`${4 * 3600} s`);
  expect(page).toContain("Sandbox.");
});

test("a sign-in token may be asked for by GET too", async () => {
  const keys = await mint(emulator, "engineer", "payments-prod", "Developer");
  const response = await fetch(federation({ Action: "getSigninToken", Session: sessionOf(keys) }));
  expect((await response.json()).SigninToken.length).toBeGreaterThan(1000);
});

test("the session of a permission set may last 12 hours whatever the set says, and no other length is taken", async () => {
  const keys = await mint(emulator, "engineer", "payments-dev", "AdministratorAccess");
  const page = await (
    await browser().open(loginUrl(await tokenFor(keys, { SessionDuration: "43200" })))
  ).text();
  expect(shown(page, "session-seconds")).toBe("43200 s");
  for (const SessionDuration of ["899", "43201", "-1", "1e3", "an hour"]) {
    expect((await getToken(keys, { SessionDuration })).status).toBe(400);
  }
});

async function assumed(keys: Keys, DurationSeconds: number, role: string): Promise<Keys> {
  const RoleArn = `arn:aws:iam::${accountId(emulator, "payments-dev")}:role/${role}`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "alice", DurationSeconds });
  const { Credentials } = await stsClient(emulator, keys).send(command);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

test("keys of a chained role must leave the length out", async () => {
  const chained = await assumed(
    await mint(emulator, "engineer", "payments-dev", "Developer"),
    3600,
    "SallyportAccess",
  );
  expect((await getToken(chained, { SessionDuration: "3600" })).status).toBe(400);
  expect((await getToken(chained)).status).toBe(200);
});

test("keys of a role that was assumed directly may ask for as much as the role allows", async () => {
  const direct = await assumed(portalActor, 3600, "Deployer");
  expect((await getToken(direct, { SessionDuration: "3600" })).status).toBe(200);
  expect((await getToken(direct, { SessionDuration: "7200" })).status).toBe(400);
});

test("keys that are unknown, incomplete, lasting or expired open nothing", async () => {
  const keys = await mint(emulator, "engineer", "payments-dev", "AdministratorAccess");
  const wrongs = [
    { ...keys, secretAccessKey: "wrong" },
    { ...keys, sessionToken: "wrong" },
    { ...keys, accessKeyId: "constructor" },
    portalActor,
  ];
  for (const wrong of wrongs) expect((await getToken(wrong)).status).toBe(400);
  expect((await getToken(keys, { Session: "not JSON" })).status).toBe(400);
  emulator.clock.advance(3601);
  expect((await getToken(keys)).status).toBe(400);
});

test("a sign-in token works for 15 minutes, on the host that issued it", async () => {
  const token = await tokenFor(await mint(emulator, "engineer", "payments-dev", "Developer"));
  const otherHost = loginUrl(token).replace("127.0.0.1", "localhost");
  expect((await fetch(otherHost, { redirect: "manual" })).status).toBe(400);
  expect((await fetch(loginUrl(token), { redirect: "manual" })).status).toBe(302);
  emulator.clock.advance(900);
  expect((await fetch(loginUrl(token), { redirect: "manual" })).status).toBe(400);
});

test.each([
  "https://example.com/",
  "https://console.aws.amazon.com.example.com/",
  "https://notconsole.aws.amazon.com/",
  "http://console.aws.amazon.com/",
  "https://user:secret@console.aws.amazon.com/",
  "https://console.aws.amazon.com:8443/",
  "javascript:alert(1)",
  "//console.aws.amazon.com/",
  "",
])("a destination that is not the console is refused: %s", async (wrong) => {
  const token = await tokenFor(await mint(emulator, "engineer", "payments-dev", "Developer"));
  const response = await fetch(loginUrl(token, { Destination: wrong }), { redirect: "manual" });
  expect(response.status).toBe(400);
});

test.each([
  ["https://console.aws.amazon.com/", undefined],
  ["https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home", "us-gov-west-1"],
  ["https://console.amazonaws.cn/s3/home?region=cn-north-1", "cn-north-1"],
])("every partition's console is a destination: %s", async (address, region) => {
  const token = await tokenFor(await mint(emulator, "engineer", "payments-dev", "Developer"));
  const page = await (await browser().open(loginUrl(token, { Destination: address }))).text();
  expect(shown(page, "region")).toBe(region ?? "(not given)");
});

test("signing out ends the console's session too, and then leads to the next sign-in", async () => {
  const { open } = browser();
  const first = await tokenFor(await mint(emulator, "engineer", "payments-dev", "Developer"));
  await open(loginUrl(first));
  const second = await tokenFor(await mint(emulator, "engineer", "payments-prod", "ReadOnlyAccess"));
  const replaced = await (await open(loginUrl(second))).text();
  expect(replaced).toContain("AWSReservedSSO_Developer_");

  const logout = (redirectUri: string) =>
    `${emulator.aws.origins.signIn}/oauth?${new URLSearchParams({ Action: "logout", redirect_uri: redirectUri })}`;
  const page = await (await open(logout(loginUrl(first)))).text();
  expect(page).not.toContain("This browser was signed in");
  await open(`${emulator.aws.origins.signIn}/oauth?Action=logout`);
  expect((await open(`${emulator.aws.origins.console}/console/home`)).status).toBe(401);
  expect((await open(logout("https://example.com/"))).status).toBe(400);
});

test("a console session ends when it should, and leads back to where it came from", async () => {
  const { open } = browser();
  await open(
    loginUrl(await tokenFor(await mint(emulator, "engineer", "payments-dev", "AdministratorAccess"))),
  );
  emulator.clock.advance(3600);
  const response = await open(`${emulator.aws.origins.console}/console/home`);
  expect(response.status).toBe(401);
  expect(await response.text()).toContain('href="http://localhost:3000/"');
});

test("hostile names, issuers and destinations cannot break out of the console page", async () => {
  const hostile = emulator.company.accounts.find(({ accountName }) => accountName?.startsWith("<script>"));
  const keys = await mint(emulator, "hostile", hostile?.accountName ?? "", "ReadOnlyAccess");
  const token = await tokenFor(keys);
  const more = { Issuer: 'javascript:"><script>alert(1)</script>', Destination: `${destination}"><script>` };
  const response = await browser().open(loginUrl(token, more));
  const page = await response.text();
  expect(page).not.toContain("<script");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("a console code works once", async () => {
  const { open, visited } = browser();
  await open(loginUrl(await tokenFor(await mint(emulator, "engineer", "payments-dev", "Developer"))));
  const callback = visited.find((address) => address.includes("/oauth/callback")) ?? "";
  expect((await fetch(callback, { redirect: "manual" })).status).toBe(400);
});
