/** Taking a long record out takes the memory of a short one. Another process does it, so that nobody else's memory counts. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addEvents } from "@/lib/store/bulk-events-for-tests";
import { bundleChild, startChild } from "@/lib/store/child-for-tests";
import { startTestStore, storeKinds, type TestStore } from "@/lib/store/test-database";

const megabyte = 1024 * 1024;

describe.runIf(storeKinds().includes("postgresql"))("of 200,000 events", () => {
  let store: TestStore;
  let program = "";

  beforeAll(async () => {
    store = await startTestStore("postgresql");
    for (let done = 0; done < 200_000; done += 1_000) await addEvents(store, 1_000);
    program = await bundleChild("lib/portal/export-child-for-tests.ts");
  }, 300_000);

  afterAll(async () => {
    await store.stop();
  });

  test.each(["jsonl", "csv", "ocsf"])(
    "all that leaves as %s is far more than the process grows by",
    async (format) => {
      const child = startChild(program, { ...store.settings, PATH: process.env.PATH ?? "" }, format);
      const [, bytes = 0, growth = Number.POSITIVE_INFINITY] = (await child.said(format))
        .split(" ")
        .map(Number);
      await child.end();
      expect(bytes).toBeGreaterThan(100 * megabyte);
      expect(growth).toBeLessThan(64 * megabyte);
    },
    300_000,
  );
});
