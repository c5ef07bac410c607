/** A month leaves the record only as a file that was read back and under a signed tombstone, and whoever is stopped has lost nothing. */

import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Month, monthOf, monthStart } from "@/lib/core/months";
import { parseRecordLine } from "@/lib/core/record-line";
import { writeCheckpoint } from "./audit-checkpoints";
import { cursorNamed } from "./audit-cursors";
import { appendEvent } from "./audit-log";
import { makePartsAhead } from "./audit-partitions";
import { auditParts } from "./audit-parts";
import { database } from "./database";
import type { Transact } from "./database-kind";
import { dropMonths, type Removal } from "./drop-months";
import { keepRecord } from "./maintain-record";
import { readMonthFile } from "./month-file";
import { recordFile } from "./record-file";
import { trustedKeys } from "./signing-key";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyRecord } from "./verify-record";
import { verifyStore } from "./verify-store";

const now = new Date();
const inMonths = (months: number) => monthStart(now, months);
const month = (months: number): Month => monthOf(inMonths(months));

describe.runIf(storeKinds().includes("postgresql"))("months that were kept long enough", () => {
  let store: TestStore;
  let folder = "";
  beforeEach(async () => {
    store = await startTestStore("postgresql");
    folder = mkdtempSync(join(tmpdir(), "sallyport-months-"));
  });
  afterEach(async () => {
    vi.useRealTimers();
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  const transact: Transact = async (work) => (await database()).transact(work);
  const drop = (before: Month, more: Partial<Removal> = {}, on: Transact = transact) =>
    dropMonths(on, { before, folder, now, ...more });
  const append = () =>
    appendEvent({ kind: "sign-out", detail: { everywhere: false }, correlationId: randomUUID() });
  const files = () => readdirSync(folder).sort();

  async function seqs(): Promise<number[]> {
    const rows = await store.query<{ seq: number }>("SELECT seq::int AS seq FROM audit_event ORDER BY seq");
    return rows.map(({ seq }) => seq);
  }

  async function tombstones(): Promise<{ seq: number; first: number; count: number }[]> {
    const rows = await store.query<{ text: string }>(
      "SELECT text FROM audit_checkpoint WHERE kind = 'tombstone' ORDER BY number",
    );
    return rows
      .map(({ text }) => JSON.parse(text))
      .map(({ seq, firstSeq, count }) => ({ seq, first: firstSeq, count }));
  }

  /** Three events in each of the last months, and three in this one. The clock that events have is turned for that. */
  async function lived(months: number): Promise<void> {
    const until = `'${inMonths(-months).toISOString()}'`;
    await store.run(`
      ALTER TABLE audit_event DETACH PARTITION audit_event_first;
      ALTER TABLE audit_event ATTACH PARTITION audit_event_first FOR VALUES FROM (MINVALUE) TO (${until})`);
    vi.useFakeTimers({ toFake: ["Date"] });
    for (let ago = months; ago >= 0; ago -= 1) {
      vi.setSystemTime(inMonths(-ago).getTime() + 3_600_000);
      for (let count = 0; count < 3; count += 1) await append();
      await writeCheckpoint();
      await makePartsAhead(transact, { now: inMonths(-ago), months: 1 });
    }
    vi.useRealTimers();
  }

  test("leave as files whose chain holds, under a tombstone each, and the removal is on the record", async () => {
    await lived(3);
    expect(await seqs()).toHaveLength(12);
    const removed = await drop(month(-1));
    expect(removed.map(({ part, file }) => [part, file?.first, file?.last])).toEqual([
      ["audit_event_first", undefined, undefined],
      [`audit_event_${month(-3).replace("-", "_")}`, 1, 3],
      [`audit_event_${month(-2).replace("-", "_")}`, 4, 6],
    ]);
    expect(files()).toEqual(["audit-record-1-3.jsonl", "audit-record-4-6.jsonl"]);
    expect(await tombstones()).toEqual([
      { first: 1, seq: 3, count: 3 },
      { first: 4, seq: 6, count: 3 },
    ]);
    expect(await seqs()).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    const events = await store.query<{ text: string }>(
      "SELECT text FROM audit_event WHERE seq > 12 ORDER BY seq",
    );
    expect(events.map(({ text }) => JSON.parse(text).detail)).toEqual(
      removed.flatMap(({ file }) =>
        file
          ? [
              {
                first: file.first,
                last: file.last,
                count: 3,
                file: `audit-record-${file.first}-${file.last}.jsonl`,
                sha256: file.sha256,
              },
            ]
          : [],
      ),
    );
    const lines = readFileSync(join(folder, "audit-record-4-6.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map(parseRecordLine);
    expect(lines.map((line) => line && ("statement" in line ? line.statement.kind : line.seq))).toEqual([
      4,
      5,
      6,
      "checkpoint",
    ]);
    expect((await append()).seq).toBe(15);
    expect(await verifyStore()).toMatchObject({ faults: [], first: 7, head: { seq: 15 } });
    for (const { file } of removed) {
      if (!file) continue;
      const read = verifyRecord(recordFile(file.path), { extent: "part", trusted: trustedKeys() });
      expect(await read).toMatchObject({ faults: [], events: 3, first: file.first, vouched: 3 });
    }
  });

  test("leave by themselves where settings say how many are kept and where they go", async () => {
    await lived(3);
    applySettings({ AUDIT_KEEP_MONTHS: "1", AUDIT_EXPORT_DIR: folder });
    const { removed } = await keepRecord().finally(() =>
      applySettings({ AUDIT_KEEP_MONTHS: "", AUDIT_EXPORT_DIR: "" }),
    );
    expect(removed.map(({ file }) => file?.last)).toEqual([undefined, 3, 6]);
    expect((await seqs())[0]).toBe(7);
    expect((await keepRecord()).removed).toEqual([]);
  });

  test("are never this one, nor the last in which anything happened, whatever is asked for", async () => {
    await lived(1);
    expect((await drop(month(5))).map(({ file }) => file?.last)).toEqual([undefined, 3]);
    expect(await drop(month(5))).toEqual([]);
    expect((await transact(auditParts))[0]?.until).toEqual(inMonths(1));
  });

  test("stay while nothing came after them", async () => {
    await lived(0);
    expect((await drop(month(9), { now: inMonths(4) })).map(({ file }) => file)).toEqual([null]);
    expect(await seqs()).toHaveLength(3);
  });

  test("stay while a delivery has not handed them on, unless that is wanted", async () => {
    await lived(2);
    await cursorNamed("delivery:siem");
    await store.query("UPDATE audit_cursor SET seq = 2 WHERE name = 'delivery:siem'");
    await expect(drop(month(0))).rejects.toThrow("delivery:siem has handed on no more than event 2");
    expect(await seqs()).toHaveLength(9);
    await store.query("UPDATE audit_cursor SET seq = 3 WHERE name = 'delivery:siem'");
    await expect(drop(month(0))).rejects.toThrow("delivery:siem has handed on no more than event 3");
    expect((await seqs())[0]).toBe(4);
    expect(await drop(month(0), { force: true })).toHaveLength(1);
  });

  test("that were tampered with are not taken away: that would hide it", async () => {
    await lived(2);
    const part = `audit_event_${month(-2).replace("-", "_")}`;
    await store.run(`
      ALTER TABLE ${part} DISABLE TRIGGER audit_event_is_append_only;
      UPDATE ${part} SET text = replace(text, 'false', 'true') WHERE seq = 2;
      ALTER TABLE ${part} ENABLE TRIGGER audit_event_is_append_only`);
    await expect(drop(month(0))).rejects.toThrow("Event 2 does not hold");
    expect(await tombstones()).toEqual([]);
    expect(files().filter((name) => name.endsWith(".jsonl"))).toEqual([]);
  });

  test("are not taken away where another month went without a tombstone", async () => {
    await lived(2);
    await store.run(`DROP TABLE audit_event_${month(-2).replace("-", "_")}`);
    await expect(drop(month(0))).rejects.toThrow("run `npm run audit:verify`");
    expect((await verifyStore()).faults).toContainEqual(expect.objectContaining({ kind: "missing", seq: 1 }));
    expect(await tombstones()).toEqual([]);
  });

  test("are not taken away over a file that says something else", async () => {
    await lived(2);
    await drop(month(-1));
    const other = readFileSync(join(folder, "audit-record-1-3.jsonl"), "utf8");
    writeFileSync(join(folder, "audit-record-4-6.jsonl"), other);
    await expect(drop(month(0))).rejects.toThrow("holds events 1 to 3");
    expect((await seqs())[0]).toBe(4);
  });

  test("are lost by nobody who is stopped at any statement: the next run finishes", async () => {
    await lived(2);
    for (let fatal = 1; ; fatal += 1) {
      let statements = 0;
      const doomed: Transact = (work) =>
        transact((sql) => {
          async function survive(): Promise<void> {
            statements += 1;
            if (statements === fatal) throw new Error("stopped");
          }
          return work({
            query: async (text, values) => {
              const rows = await sql.query<never>(text, values);
              await survive();
              return rows;
            },
            run: async (script) => {
              const rows = await sql.run<never>(script);
              await survive();
              return rows;
            },
          });
        });
      const ended = await drop(month(0), {}, doomed).then(
        () => "done",
        (failure: Error) => failure.message,
      );
      // What the database has no more, a file has that holds.
      const kept = await seqs();
      const gone = (kept[0] ?? 1) - 1;
      expect((await tombstones()).at(-1)?.seq ?? 0).toBe(gone);
      for (let last = 3; last <= gone; last += 3) {
        const path = join(folder, `audit-record-${last - 2}-${last}.jsonl`);
        expect(await readMonthFile(path)).toMatchObject({ first: last - 2, last, count: 3 });
      }
      if (ended === "done") break;
      expect(ended).toBe("stopped");
    }
    expect(files()).toEqual(["audit-record-1-3.jsonl", "audit-record-4-6.jsonl"]);
    expect(await tombstones()).toHaveLength(2);
    expect(await verifyStore()).toMatchObject({ faults: [] });
  });
});
