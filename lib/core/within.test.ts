/** Work ends when its time is over or somebody says so, whatever else happens in the process. */

import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { within } from "./within";

/** Ends with its signal alone. */
async function endless(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, "abort");
  throw signal.reason;
}

const nobody = new AbortController().signal;

test("time is over in time, also where memory is collected meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const result = within(300, nobody, endless);
  result.catch(() => undefined);
  for (let times = 0; times < 3; times += 1) {
    collect();
    await pause(50);
  }
  await expect(result).rejects.toMatchObject({ name: "TimeoutError" });
});

test("whoever is told to stop stops, before and after the beginning, and hears why", async () => {
  const before = AbortSignal.abort(new Error("closed"));
  await expect(within(10_000, before, endless)).rejects.toThrow("closed");
  const outer = new AbortController();
  const result = within(10_000, outer.signal, endless);
  outer.abort(new Error("stopping"));
  await expect(result).rejects.toThrow("stopping");
});

test("what is done in time answers, and nothing of it is aborted afterwards", async () => {
  const outer = new AbortController();
  let given: AbortSignal | undefined;
  const answer = await within(20, outer.signal, async (signal) => {
    given = signal;
    return "done";
  });
  outer.abort();
  await pause(50);
  expect([answer, given?.aborted]).toEqual(["done", false]);
});
