/** Processes that hand the record on and are killed with -9: what they leave to the next loses nothing, on each kind of store. */

import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startReceiver } from "@/lib/delivery/receiver-for-tests";
import { appendEvent } from "@/lib/store/audit-log";
import { bundleChild, type Child, startChild } from "@/lib/store/child-for-tests";
import { closeStore, openStore } from "@/lib/store/open-store";
import { startTestStore, storeKinds, type TestStore } from "@/lib/store/test-database";

const children: Child[] = [];
let program = "";
let folder = "";

beforeAll(async () => {
  program = await bundleChild(fileURLToPath(new URL("./delivering-child-for-tests.ts", import.meta.url)));
  folder = mkdtempSync(join(tmpdir(), "sallyport-killed-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.process.exitCode === null) await child.kill();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Not all at once: each has two seconds. */
async function happen(count: number): Promise<number[]> {
  const places: number[] = [];
  while (places.length < count) {
    const entry = { kind: "sign-in.failed", detail: { problem: "aws-slow" } } as const;
    const some = Array.from({ length: 25 }, () => appendEvent({ ...entry, correlationId: randomUUID() }));
    places.push(...(await Promise.all(some)).map(({ seq }) => seq));
  }
  return places;
}

describe.each(storeKinds())("on %s", (kind) => {
  // After so many parcels. The evaluation store takes long to open, and its process is the only one.
  const deaths = kind === "postgresql" ? [2, 5, 8] : [3];
  let store: TestStore;
  let places: number[] = [];
  beforeAll(async () => {
    store = await startTestStore(kind);
    places = await happen(1_000);
    // The evaluation store is one process's alone.
    await closeStore();
  });
  afterAll(async () => {
    await store.stop();
  });

  async function startDelivering(settings: Record<string, string>): Promise<Child> {
    const child = startChild(program, { PATH: process.env.PATH ?? "", ...store.settings, ...settings });
    children.push(child);
    await child.said("open");
    return child;
  }

  /** As if a minute had gone by since the last one died. */
  async function afterTheLease(): Promise<void> {
    await openStore();
    await store.run("UPDATE job_lease SET until = now() - interval '1 second'");
    await closeStore();
  }

  test("a webhook gets everything in order, and of each that was killed no more than one parcel twice", async () => {
    const receiver = await startReceiver();
    const settings = {
      AUDIT_WEBHOOK_URL: receiver.url,
      AUDIT_WEBHOOK_SECRET: "a secret that is long enough for a webhook",
    };
    for (const parcels of deaths) {
      const child = await startDelivering(settings);
      await receiver.got(parcels);
      await child.kill();
      await afterTheLease();
    }
    const last = await startDelivering(settings);
    while (receiver.places().at(-1) !== places.at(-1)) await receiver.got(receiver.bodies.length + 1);
    await last.end();
    await receiver.close();

    const got = receiver.places();
    expect([...new Set(got)]).toEqual(places);
    expect(got.length - places.length).toBeLessThanOrEqual(deaths.length * 100);
    // Each parcel begins where the one before ended, or is that one again.
    for (const [index, body] of receiver.bodies.slice(1).entries()) {
      const [before, now] = [receiver.bodies[index] ?? "", body].map((text) => JSON.parse(text).data);
      expect([before.last + 1, before.first]).toContain(now.first);
    }
  }, 180_000);

  test("a file has every line once, whole and in order, wherever its writers were killed", async () => {
    const path = join(folder, `${kind}.jsonl`);
    for (const _ of deaths) {
      const child = await startDelivering({ AUDIT_FILE: path });
      await child.kill();
      await afterTheLease();
    }
    const last = await startDelivering({ AUDIT_FILE: path });
    const seqs = () =>
      readFileSync(path, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => Number(JSON.parse(line).seq));
    await expect.poll(() => seqs().at(-1), { timeout: 60_000, interval: 200 }).toBe(places.at(-1));
    await last.end();
    expect(seqs()).toEqual(places);
  }, 180_000);
});
