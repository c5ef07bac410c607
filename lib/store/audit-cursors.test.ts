/** Cursors, on each kind of store: they move by compare-and-set, keep their failures, and say how far behind they are. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCursors, cursorNamed, lagBehind, moveCursor, noteCursorFailure } from "./audit-cursors";
import { appendEvent } from "./audit-log";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  test("a cursor begins before the first event, for whoever asks first", async () => {
    const cursors = await Promise.all(Array.from({ length: 8 }, () => cursorNamed("delivery:new")));
    for (const cursor of cursors)
      expect(cursor).toMatchObject({ seq: 0, state: {}, failures: 0, problem: null });
  });

  test("of twenty who move it from the same place, one does", async () => {
    await cursorNamed("delivery:raced");
    const moved = await Promise.all(
      Array.from({ length: 20 }, (_, index) => moveCursor("delivery:raced", { from: 0, to: 100 + index })),
    );
    expect(moved.filter(Boolean)).toHaveLength(1);
    const { seq } = await cursorNamed("delivery:raced");
    expect(seq).toBe(100 + moved.indexOf(true));
  });

  test("who comes late moves nothing and notes no failure", async () => {
    await cursorNamed("delivery:late");
    await moveCursor("delivery:late", { from: 0, to: 7 });
    expect(await moveCursor("delivery:late", { from: 0, to: 3 })).toBe(false);
    await noteCursorFailure("delivery:late", { at: 0, problem: "unexpected" });
    expect(await cursorNamed("delivery:late")).toMatchObject({ seq: 7, failures: 0, problem: null });
  });

  test("failures are counted where it stands, and forgotten when it moves", async () => {
    await cursorNamed("anchor:file");
    await noteCursorFailure("anchor:file", { at: 0, problem: "unexpected", state: { until: 5 } });
    await noteCursorFailure("anchor:file", { at: 0, problem: "store-unavailable" });
    expect(await cursorNamed("anchor:file")).toMatchObject({
      seq: 0,
      state: { until: 5 },
      failures: 2,
      problem: "store-unavailable",
    });
    await moveCursor("anchor:file", { from: 0, to: 5, state: {} });
    expect(await cursorNamed("anchor:file")).toMatchObject({
      seq: 5,
      state: {},
      failures: 0,
      problem: null,
    });
  });

  test("a state that somebody spoiled counts as none", async () => {
    await cursorNamed("tally");
    await store.run("UPDATE audit_cursor SET state = '[1]' WHERE name = 'tally'");
    expect((await cursorNamed("tally")).state).toEqual({});
  });

  test("all cursors are listed, by name", async () => {
    const names = (await allCursors()).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(["anchor:file", "delivery:new"]));
  });

  test("the lag is counted from the record's end, and its time from the oldest event that waits", async () => {
    expect(await lagBehind(0)).toEqual({ events: 0, seconds: 0 });
    const places: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      const entry = { kind: "sign-in.failed", detail: { problem: "aws-slow" } } as const;
      places.push((await appendEvent({ ...entry, correlationId: randomUUID() })).seq);
    }
    const last = places.at(-1) ?? 0;
    await store.run(
      `ALTER TABLE audit_event DISABLE TRIGGER USER;
       UPDATE audit_event SET at = at - interval '1 hour' WHERE seq = ${last - 1};
       ALTER TABLE audit_event ENABLE TRIGGER USER`,
    );
    const waiting = await lagBehind(last - 2);
    expect(waiting.events).toBe(2);
    expect(waiting.seconds).toBeGreaterThanOrEqual(3_600);
    expect(await lagBehind(last)).toEqual({ events: 0, seconds: 0 });
    expect((await lagBehind(last + 5)).events).toBe(0);
  });
});
