/** More than one process on one store, and processes that are killed: what was acknowledged is there, and the chain holds. */

import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appendEvent } from "./audit-log";
import { takeTurn } from "./aws-pace";
import { bundleChild, type Child, startChild } from "./child-for-tests";
import { closeStore, openStore } from "./open-store";
import { startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyStore } from "./verify-store";

let program = "";
beforeAll(async () => {
  program = await bundleChild();
});
afterAll(() => rmSync(dirname(program), { recursive: true }));

type Acknowledged = { seq: number; id: string };

function acknowledged({ lines }: Child): Acknowledged[] {
  return lines.flatMap((line) => {
    const [word, seq, id = ""] = line.split(" ");
    return word === "ack" ? [{ seq: Number(seq), id }] : [];
  });
}

async function recorded(store: TestStore): Promise<Acknowledged[]> {
  const rows = await store.query<{ place: string; id: string }>(
    "SELECT seq::text AS place, id::text AS id FROM audit_event ORDER BY seq",
  );
  return rows.map(({ place, id }) => ({ seq: Number(place), id }));
}

function append() {
  return appendEvent({ kind: "sign-out", detail: { everywhere: false }, correlationId: randomUUID() });
}

async function appendAtLast(): ReturnType<typeof append> {
  return await append().catch(appendAtLast);
}

describe.each(storeKinds())("on %s, a process killed while it records", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  test("takes nothing that was acknowledged with it, time after time", async () => {
    const all: Acknowledged[] = [];
    for (const round of kind === "evaluation" ? [1, 2, 3] : [1, 2, 3, 4, 5]) {
      await closeStore();
      const child = startChild(program, store.settings, "append", "8", "1000000");
      // Somewhere in the middle of things, each time elsewhere.
      await child.said("ack", round * 37);
      await child.kill();
      all.push(...acknowledged(child));

      await openStore();
      expect(await recorded(store)).toEqual(expect.arrayContaining(all));
      expect(await verifyStore()).toMatchObject({ faults: [] });
    }
  }, 120_000);
});

describe.runIf(storeKinds().includes("postgresql"))("two processes on one PostgreSQL", () => {
  let store: TestStore;
  let children: Child[] = [];
  beforeAll(async () => {
    store = await startTestStore("postgresql");
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(() => {
    children = [];
  });
  afterEach(async () => {
    for (const child of children) await child.kill();
  });

  test("share one chain: every place is given once, none is left out", async () => {
    children = [1, 2].map(() => startChild(program, store.settings, "append", "64", "20"));
    await Promise.all(children.map((child) => child.said("done")));
    const all = children.flatMap(acknowledged).sort((one, other) => one.seq - other.seq);
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * 64 * 20 }, (_, index) => index + 1));
    expect(await recorded(store)).toEqual(all);
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: all.length } });
  });

  test("are not kept waiting by one that is stuck while it writes: the event is refused in time, and nothing of it comes later", async () => {
    const [before] = await store.query<{ seq: string }>("SELECT max(seq)::text AS seq FROM audit_event");
    const stuck = startChild(program, store.settings, "hold", "for ever");
    children = [stuck];
    await stuck.said("held");
    await expect(append()).rejects.toMatchObject({ code: "not-recorded" });
    await stuck.kill();
    // The lock goes with the connection, which the server may notice a moment later.
    const { seq } = await appendAtLast();
    expect(seq).toBe(Number(before?.seq ?? 0) + 1);
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq } });
  }, 30_000);

  test("go on by themselves when one of them freezes while it writes: the database ends its turn", async () => {
    const frozen = startChild(program, store.settings, "hold");
    children = [frozen];
    await frozen.said("held");
    frozen.process.kill("SIGSTOP");
    await expect(append()).rejects.toMatchObject({ code: "not-recorded" });
    const { seq } = await appendAtLast();
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq } });
  }, 30_000);

  test("share one pace: together they take no more turns than one would", async () => {
    await takeTurn("main", { perSecond: 12, reserve: 0.25, priority: "mint" });
    const [start] = await store.query<{ at: string }>(
      `UPDATE aws_pace SET mint_at = later, interactive_at = later, background_at = later
       FROM (SELECT now() + interval '1 hour' AS later) AS moment RETURNING later::text AS at`,
    );
    children = [1, 2].map(() => startChild(program, store.settings, "turns", "main", "120"));
    await Promise.all(children.map((child) => child.said("done")));
    const [row] = await store.query<{ seconds: string }>(
      `SELECT extract(epoch FROM greatest(mint_at, interactive_at, background_at) - $1::timestamptz)::text AS seconds
       FROM aws_pace`,
      [start?.at],
    );
    expect(Number(row?.seconds)).toBeGreaterThan(19.8);
    expect(Number(row?.seconds)).toBeLessThan(20.5);
  });
});
