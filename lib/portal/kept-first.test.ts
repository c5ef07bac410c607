/** Yesterday's lists go before today's refreshing, and a few at a time. */

import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { afterKept, keptFirst } from "@/lib/portal/kept-first";

const here = new AbortController().signal;

afterEach(() => forget("kept-lists"));

/** Something to fetch that takes until it is told to end. */
function fetching() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let begun = false;
  const result = keptFirst(here, async () => {
    begun = true;
    await ended;
  });
  return { end, result, hasBegun: () => begun };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("with nobody's list being fetched, nothing waits", async () => {
  await expect(afterKept(here)).resolves.toBeUndefined();
});

test("a refreshing waits until no kept list is being fetched, also where a fetch fails", async () => {
  const list = fetching();
  const failing = keptFirst(here, () => Promise.reject(new Error("no")));
  let goesOn = false;
  const refreshing = afterKept(here).then(() => {
    goesOn = true;
  });
  await expect(failing).rejects.toThrow("no");
  await settled();
  expect(goesOn).toBe(false);
  list.end();
  await Promise.all([list.result, refreshing]);
  expect(goesOn).toBe(true);
});

test("after a crowd a refreshing waits until nobody comes any more", async () => {
  const crowd = Array.from({ length: 10 }, fetching);
  let goesOn = false;
  const refreshing = afterKept(here).then(() => {
    goesOn = true;
  });
  for (const list of crowd) list.end();
  await Promise.all(crowd.map(({ result }) => result));
  const late = fetching();
  const refreshingLater = afterKept(here);
  await pause(400);
  expect(goesOn).toBe(false);
  late.end();
  await Promise.all([late.result, refreshing, refreshingLater]);
  // It is a quiet morning again.
  const alone = fetching();
  alone.end();
  await alone.result;
  const began = performance.now();
  await afterKept(here);
  expect(performance.now() - began).toBeLessThan(100);
});

test("a few are fetched at once, the rest in the order in which they came", async () => {
  const lists = Array.from({ length: 10 }, fetching);
  await settled();
  const begun = () => lists.filter((list) => list.hasBegun()).length;
  const atFirst = begun();
  expect(atFirst).toBeLessThan(lists.length);
  expect(lists.slice(0, atFirst).every((list) => list.hasBegun())).toBe(true);
  lists[0]?.end();
  await lists[0]?.result;
  await settled();
  expect(begun()).toBe(atFirst + 1);
  for (const list of lists) list.end();
  await Promise.all(lists.map(({ result }) => result));
});

test("whoever has left waits no longer, and fetches nothing", async () => {
  const list = fetching();
  const leaving = new AbortController();
  const waiting = afterKept(leaving.signal);
  leaving.abort(new Error("left"));
  await expect(waiting).rejects.toThrow("left");
  await expect(keptFirst(leaving.signal, () => Promise.resolve("fetched"))).rejects.toThrow("left");
  list.end();
  await list.result;
});
