/** The console opens with a record or not at all, where AWS's console is and nowhere else. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { listAccess } from "@/lib/portal/list-access";
import { openConsole } from "@/lib/portal/open-console";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";

let portal: TestPortal;
let person: Person;
let grant: Grant;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
  for await (const line of listAccess(person, newFacts(), {}, new AbortController().signal)) {
    const [role] = line.kind === "roles" ? line.roles : [];
    if (line.kind === "roles" && role) grant = { instance: line.instance, accountId: line.accountId, role };
  }
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  person = (await portal.newcomer("engineer")).person;
  await portal.reset();
});

async function kindsOf(facts: { correlationId: string }): Promise<string[]> {
  return (await portal.events(facts)).map(({ kind }) => kind);
}

test("what is opened was requested before, and its address is nowhere in the store", async () => {
  const facts = newFacts();
  const url = await openConsole(person, facts, { grant });
  expect(await kindsOf(facts)).toEqual(["console.requested", "connection.made", "console.opened"]);
  const token = url.searchParams.get("SigninToken") ?? "";
  expect(token.length).toBeGreaterThan(20);
  expect(await portal.store.dump()).not.toContain(token);
});

test("what was looked for at a destination is not on the record", async () => {
  const facts = newFacts();
  const destination = "https://eu-central-1.console.aws.amazon.com/s3/buckets/b?prefix=salaries#hidden";
  await openConsole(person, facts, { grant, destination });
  const text = JSON.stringify(await portal.events(facts));
  expect(text).toContain("eu-central-1.console.aws.amazon.com/s3/buckets/b");
  expect(text).not.toMatch(/salaries|hidden/);
});

test("a service is opened in the region that is wanted, and the record says where", async () => {
  const facts = newFacts();
  const url = await openConsole(person, facts, { grant, service: "cloudwatch", region: "eu-central-1" });
  const page = "https://eu-central-1.console.aws.amazon.com/cloudwatch/home";
  expect(url.searchParams.get("Destination")).toBe(`${page}?region=eu-central-1`);
  expect((await portal.events(facts)).at(-1)?.detail).toMatchObject({ destination: page.slice(8) });
});

test("a region of another partition makes no keys and is recorded", async () => {
  const facts = newFacts();
  const opening = openConsole(person, facts, { grant, service: "s3", region: "cn-north-1" });
  await expect(opening).rejects.toMatchObject({ code: "invalid-input" });
  expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
  expect(await kindsOf(facts)).toEqual(["console.requested", "console.refused"]);
});

test("where nothing can be recorded AWS is not even asked", async () => {
  await portal.unrecordable(null, async () => {
    await expect(openConsole(person, newFacts(), { grant })).rejects.toMatchObject({ code: "not-recorded" });
  });
  expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
});

test("an address whose opening cannot be recorded is not handed out", async () => {
  await portal.unrecordable("console.opened", async () => {
    await expect(openConsole(person, newFacts(), { grant })).rejects.toMatchObject({ code: "not-recorded" });
  });
  expect(await portal.control.calls("GetSigninToken")).toBe(1);
});

test.each([
  "https://evil.example/",
  "https://console.aws.amazon.com.evil.example/",
  "https://console.aws.amazon.com@evil.example/",
  "javascript:alert(1)",
  "//evil.example",
  "not an address",
])("a destination elsewhere, %s, makes no keys and is recorded", async (destination) => {
  const facts = newFacts();
  await expect(openConsole(person, facts, { grant, destination })).rejects.toMatchObject({
    code: "invalid-input",
  });
  expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
  expect(await portal.events(facts)).toMatchObject([
    { kind: "console.requested" },
    { kind: "console.refused", detail: { problem: "invalid-input" } },
  ]);
});

test("an instance that is not there is refused and recorded", async () => {
  const facts = newFacts();
  await expect(
    openConsole(person, facts, { grant: { ...grant, instance: "elsewhere" } }),
  ).rejects.toMatchObject({ code: "role-not-granted" });
  expect(await kindsOf(facts)).toEqual(["console.requested", "console.refused"]);
});

test("a console that AWS does not open is recorded as failed", async () => {
  await portal.control.fault("GetSigninToken", "error", 3);
  const facts = newFacts();
  await expect(openConsole(person, facts, { grant })).rejects.toMatchObject({ name: "PortalError" });
  expect((await kindsOf(facts)).at(-1)).toBe("console.failed");
});
