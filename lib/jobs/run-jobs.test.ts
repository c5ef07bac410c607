/** A job is done by one process at a time, and once at a time in that process. */

import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startJobs, stopJobs } from "@/lib/jobs/run-jobs";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

afterEach(() => void vi.useRealTimers());

test("a job that takes longer than its interval is not started a second time beside itself", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout"] });
  let started = 0;
  let end: () => void = () => undefined;
  const working = new Promise<void>((resolve) => {
    end = resolve;
  });
  const job = {
    name: "slow",
    everySeconds: 10,
    work: () => {
      started += 1;
      return working;
    },
  };
  startJobs([job], (_, failure) => {
    throw failure;
  });
  vi.advanceTimersByTime(1_000);
  while (started === 0) await new Promise(setImmediate);
  vi.advanceTimersByTime(30_000);
  // Another question to the same store: whatever was asked before it has been answered by then.
  await store.query("SELECT 1");
  await new Promise(setImmediate);
  end();
  await stopJobs();
  expect(started).toBe(1);
});

test("a job that fails says so, and comes again at its next time", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout"] });
  const failures: string[] = [];
  const work = () => Promise.reject(new Error("no"));
  startJobs([{ name: "failing", everySeconds: 10, work }], (job) => failures.push(job));
  for (const count of [1, 2]) {
    vi.advanceTimersByTime(10_000);
    while (failures.length < count) await new Promise(setImmediate);
  }
  await stopJobs();
  expect(failures.slice(0, 2)).toEqual(["failing", "failing"]);
});
