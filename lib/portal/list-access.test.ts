/** A list that cannot be completed says so and asks AWS no more; one that nobody waits for takes nobody's turn. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccessLine } from "@/lib/core/access";
import type { Person } from "@/lib/core/person";
import { listAccess } from "@/lib/portal/list-access";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { dropConnection } from "@/lib/store/connections";

let portal: TestPortal;
let person: Person;

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  person = (await portal.newcomer("everything")).person;
  await portal.reset();
});

const never = new AbortController().signal;

async function all(lines: AsyncIterable<AccessLine>): Promise<AccessLine[]> {
  const read: AccessLine[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

test("accounts come first, then each account's roles, then the end", async () => {
  const lines = await all(listAccess(person, newFacts(), never));
  const [first] = lines;
  if (first?.kind !== "accounts") throw new Error("no accounts");
  expect(lines.filter(({ kind }) => kind === "roles")).toHaveLength(first.accounts.length);
  expect(lines.at(-1)?.kind).toBe("end");
});

test("an account that AWS does not tell says so, and the others come", async () => {
  await portal.control.fault("ListAccountRoles", "malformed");
  const lines = await all(listAccess(person, newFacts(), never));
  expect(lines.filter(({ kind }) => kind === "account-failed")).toMatchObject([{ problem: "aws-malformed" }]);
  expect(lines.at(-1)?.kind).toBe("end");
});

test("a person whom AWS no longer knows in the middle of a list is refused a few times, not once for each account", async () => {
  const facts = newFacts();
  const lines: AccessLine[] = [];
  for await (const line of listAccess(person, facts, never)) {
    lines.push(line);
    if (line.kind !== "accounts") continue;
    expect(line.accounts.length).toBeGreaterThan(30);
    await portal.control.option("usersPerEmail", 0);
    await dropConnection(person.id, "main");
  }
  const refusals = (await portal.events(facts)).filter(({ kind }) => kind === "connection.refused");
  expect(refusals.length).toBeGreaterThan(0);
  expect(refusals.length).toBeLessThan(20);
  expect(lines.filter(({ kind }) => kind === "instance-failed")).toHaveLength(1);
});

test("whoever has left takes no more turns from those who wait", async () => {
  const leaving = new AbortController();
  const turns = async () => {
    const [row] = await portal.store.query<{ at: string }>("SELECT interactive_at::text AS at FROM aws_pace");
    return new Date(row?.at ?? "").getTime();
  };
  let left = 0;
  for await (const { kind } of listAccess(person, newFacts(), leaving.signal)) {
    if (kind !== "accounts") continue;
    leaving.abort();
    left = await turns();
  }
  expect(await turns()).toBe(left);
});

test("an unverified address is told as the instance's failure, and ends the list", async () => {
  const { person: unverified } = await portal.newcomer("unverified");
  const lines = await all(listAccess(unverified, newFacts(), never));
  expect(lines).toMatchObject([{ kind: "instance-failed", problem: "email-unverified" }, { kind: "end" }]);
});
