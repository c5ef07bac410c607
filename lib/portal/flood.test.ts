/** Whoever fails a hundred thousand times can neither fill the record nor hide in it, and keeps nobody from working. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { recordSignInFailure } from "@/lib/idp/record-failure";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { listAccess } from "@/lib/portal/list-access";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { recordRefusal } from "@/lib/portal/record-refusal";
import { refuseMachine } from "@/lib/portal/refuse-machine";
import { countFlood, flushFlood } from "@/lib/store/audit-flood";
import { closeStore, openStore } from "@/lib/store/open-store";
import { verifyStore } from "@/lib/store/verify-store";

let portal: TestPortal;
let person: Person;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
});

afterAll(async () => {
  await portal.stop();
});

async function lastSeq(): Promise<number> {
  const [row] = await portal.store.query<{ seq: number }>("SELECT max(seq)::int AS seq FROM audit_event");
  return row?.seq ?? 0;
}

type Counted = { of: string; count: number; others: boolean; first: string; last: string };
type Event = { kind: string; source?: { address: string }; person?: { id: string }; detail: Counted };

async function eventsAfter(seq: number): Promise<Event[]> {
  const rows = await portal.store.query<{ text: string }>(
    "SELECT text FROM audit_event WHERE seq > $1 ORDER BY seq",
    [seq],
  );
  return rows.map(({ text }) => JSON.parse(text));
}

async function firstGrant() {
  for await (const line of listAccess(person, newFacts(), {}, new AbortController().signal)) {
    const role = line.kind === "roles" ? line.roles[0] : undefined;
    if (line.kind === "roles" && role) return { instance: line.instance, accountId: line.accountId, role };
  }
  throw new Error("The engineer has no role.");
}

/** One of the ways to fail, from an address that nobody used before. */
async function fail(count: number): Promise<void> {
  const facts = newFacts(`10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`);
  if (count % 3 === 0) await recordSignInFailure(new PortalError("sign-in-refused", "no"), facts);
  else if (count % 3 === 1) await recordRefusal("foreign-origin", null, facts, "POST");
  else await refuseMachine("unknown", null, facts).catch(() => undefined);
}

test("100,000 failures from as many addresses are a bounded number of rows, all of them counted, and keys go out meanwhile", async () => {
  const grant = await firstGrant();
  const seq = await lastSeq();
  const total = 100_000;
  let handedOut = 0;
  for (let done = 0; done < total; done += 1_000) {
    const failing = Promise.all(Array.from({ length: 1_000 }, (_, index) => fail(done + index)));
    if (done % 20_000 === 0) {
      await issueCredentials(person, newFacts(), { grant });
      handedOut += 1;
    }
    await failing;
  }
  await flushFlood();

  const events = await eventsAfter(seq);
  const counts = events.filter(({ kind }) => kind === "refusals.counted");
  const singles = events.filter(({ kind }) =>
    /sign-in.failed|request.refused|access-token.refused/.test(kind),
  );
  expect(counts.reduce((sum, { detail }) => sum + detail.count, singles.length)).toBe(total);
  expect(events.filter(({ kind }) => kind === "credentials.issued")).toHaveLength(handedOut);
  // 120 of each kind, 50 addresses with a row of their own, and one row for the rest; for each minute that this took.
  const [first, last] = [counts.map(({ detail }) => detail.first).sort()[0], counts.at(-1)?.detail.last];
  const minutes = Math.ceil((Date.parse(last ?? "") - Date.parse(first ?? "")) / 60_000) + 1;
  expect(singles.length + counts.length).toBeLessThanOrEqual(minutes * 3 * 171);
  expect(counts.filter(({ detail }) => detail.others).every(({ source }) => source === undefined)).toBe(true);
  expect(await verifyStore()).toMatchObject({ faults: [] });
}, 300_000);

test("a person who is refused again and again is named, with the count and its times", async () => {
  const seq = await lastSeq();
  for (let count = 0; count < 100; count += 1) {
    await recordRefusal("foreign-origin", person, newFacts("192.0.2.1"), "POST");
  }
  await flushFlood();
  const events = await eventsAfter(seq);
  expect(events).toHaveLength(32);
  expect(events.at(-1)).toMatchObject({
    kind: "refusals.counted",
    person: { id: person.id },
    source: { address: "192.0.2.1" },
    detail: { of: "request.refused", count: 69, others: false },
  });
  const { first, last } = events.at(-1)?.detail ?? {};
  expect(Date.parse(first ?? "")).toBeLessThanOrEqual(Date.parse(last ?? ""));
});

test("what was counted and not yet written is written in an orderly stop", async () => {
  const seq = await lastSeq();
  for (const _ of [1, 2, 3])
    countFlood("sign-in.failed", "192.0.2.2", { correlationId: crypto.randomUUID() });
  await closeStore();
  await openStore();
  expect(await eventsAfter(seq)).toMatchObject([{ detail: { of: "sign-in.failed", count: 3 } }]);
});

test("what cannot be written now is counted on", async () => {
  const seq = await lastSeq();
  const one = () => countFlood("sign-in.failed", "192.0.2.3", { correlationId: crypto.randomUUID() });
  one();
  await portal.unrecordable(null, async () => await flushFlood());
  one();
  await flushFlood();
  expect(await eventsAfter(seq)).toMatchObject([{ detail: { of: "sign-in.failed", count: 2 } }]);
});
