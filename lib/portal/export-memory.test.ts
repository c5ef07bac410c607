/** Taking a long record out takes the memory of a short one. Another process does it, so that nobody else's memory counts. */

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addEvents } from "@/lib/store/bulk-events-for-tests";
import { bundleChild, startChild } from "@/lib/store/child-for-tests";
import { startTestStore, storeKinds, type TestStore } from "@/lib/store/test-database";

const megabyte = 1024 * 1024;

/** Less than what leaves, as the process would hold it. Whoever holds it all ends here. */
const heap = "--max-old-space-size=96";

describe.runIf(storeKinds().includes("postgresql"))("of 200,000 events", () => {
  let store: TestStore;
  let program = "";

  beforeAll(async () => {
    store = await startTestStore("postgresql");
    for (let done = 0; done < 200_000; done += 1_000) await addEvents(store, 1_000);
    program = await bundleChild(fileURLToPath(new URL("./export-child-for-tests.ts", import.meta.url)));
  }, 300_000);

  afterAll(async () => {
    await store.stop();
  });

  test("what leaves is more than the process ever had room for", async () => {
    const environment = { ...store.settings, PATH: process.env.PATH ?? "", NODE_OPTIONS: heap };
    const child = startChild(program, environment, "jsonl");
    const said = await child.said("jsonl");
    const [, bytes = 0, growth = Number.POSITIVE_INFINITY] = said.split(" ").map(Number);
    await child.end();
    expect(bytes).toBeGreaterThan(100 * megabyte);
    // Bytes that wait are not on the heap: these would show here.
    expect(growth).toBeLessThan(128 * megabyte);
  }, 300_000);
});
