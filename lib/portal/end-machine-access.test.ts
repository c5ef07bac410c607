/** What machines hold of a person ends when somebody says so, also where that cannot be recorded. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { endMachineAccess, revokeTokens } from "@/lib/portal/end-machine-access";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { countLivingTokens } from "@/lib/store/access-tokens";
import { tokenFingerprint } from "@/lib/store/token-fingerprint";

let portal: TestPortal;
let person: Person;
let administrator: Person;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
  administrator = (await portal.signIn("administrator")).person;
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await endMachineAccess(person, newFacts(), { why: "person" });
});

async function make(name: string): Promise<{ id: string; tokenFingerprint: string }> {
  const wanted = { name, grants: "all" as const, hours: 1, networks: [] };
  const { id, token } = await createAccessToken(person, newFacts(), wanted, { madeBy: "page" });
  return { id, tokenFingerprint: tokenFingerprint(token) };
}

test("one that is revoked is on the record by its name, and the others go on", async () => {
  const { id, tokenFingerprint } = await make("laptop");
  await make("server");
  const facts = newFacts();
  expect(await revokeTokens(person, facts, { why: "person", id })).toBe(1);
  expect(await portal.events(facts)).toMatchObject([
    {
      kind: "access-token.revoked",
      person: { id: person.id },
      tokenFingerprint,
      detail: { name: "laptop", why: "person" },
    },
  ]);
  expect(await countLivingTokens(person.id)).toBe(1);
});

test("an administrator who revokes is who did it, and the owner is named", async () => {
  const { id, tokenFingerprint } = await make("laptop");
  const facts = newFacts();
  await revokeTokens(person, facts, { why: "administrator", by: administrator, id });
  expect(await portal.events(facts)).toMatchObject([
    {
      person: { id: administrator.id },
      tokenFingerprint,
      detail: { name: "laptop", why: "administrator", owner: person.id },
    },
  ]);
});

test("all of them end at once, and work that nobody asked for comes from nowhere", async () => {
  await make("laptop");
  await make("server");
  const { correlationId } = newFacts();
  expect(await endMachineAccess(person, { correlationId }, { why: "provider" })).toBe(2);
  const events = await portal.events({ correlationId });
  expect(events).toHaveLength(2);
  expect(events.filter((event) => "source" in event)).toEqual([]);
});

test("they end although nothing can be recorded, and the log is told", async () => {
  await make("laptop");
  const failures: unknown[] = [];
  const noticed = (failure: unknown) => failures.push(failure);
  await portal.unrecordable("access-token.revoked", () =>
    endMachineAccess(person, newFacts(), { why: "sign-out", noticed }),
  );
  expect(await countLivingTokens(person.id)).toBe(0);
  expect(failures).toMatchObject([{ code: "not-recorded" }]);
});
