/** A text in the record is found wherever it stands and however it is written, on each kind of store. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/core/audit-events";
import { appendEvent } from "./audit-log";
import { auditPage } from "./audit-page";
import { addEvents } from "./bulk-events-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

function signOut(name: string): AuditEntry {
  return {
    kind: "sign-out",
    detail: { everywhere: false },
    correlationId: randomUUID(),
    person: { id: randomUUID(), issuer: "https://id.example.com", subject: "00u1", name, email: null },
  };
}

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  async function found(text: string): Promise<(string | null)[]> {
    const { rows } = await auditPage({ text }, { limit: 50 });
    return rows.map(({ personName }) => personName);
  }

  test("the case of ASCII's letters does not matter, and nothing in a text is a pattern", async () => {
    const names = ["Grace HOPPER", "100%_\\ sure", "100 percent sure", "Straße 7", "'); DROP --"];
    for (const name of names) await appendEvent(signOut(name));
    expect(await found("grace Hopper")).toEqual(["Grace HOPPER"]);
    expect(await found("0%_\\")).toEqual(["100%_\\ sure"]);
    expect(await found("traße")).toEqual(["Straße 7"]);
    expect(await found("'); drop")).toEqual(["'); DROP --"]);
    expect(await found("H_pper")).toEqual([]);
    expect(await found('"Grace')).toEqual([]);
  });

  test("what stands far behind the newest is found, in order and page by page", async () => {
    const seqs: number[] = [];
    for (let count = 0; count < 7; count += 1) seqs.unshift((await appendEvent(signOut("Needle"))).seq);
    for (let done = 0; done < 60_000; done += 5_000) await addEvents(store, 5_000);
    seqs.unshift((await appendEvent(signOut("needle"))).seq);

    const first = await auditPage({ text: "NEEDLE" }, { limit: 5 });
    expect(first.rows.map(({ seq }) => seq)).toEqual(seqs.slice(0, 5));
    const next = await auditPage({ text: "NEEDLE" }, { limit: 5, before: first.before });
    expect(next).toMatchObject({ rows: seqs.slice(5).map((seq) => ({ seq })), before: null });
    const news = await auditPage({ text: "NEEDLE" }, { limit: 5, after: seqs[1] ?? 0 });
    expect(news.rows.map(({ seq }) => seq)).toEqual(seqs.slice(0, 1));
  }, 120_000);
});
