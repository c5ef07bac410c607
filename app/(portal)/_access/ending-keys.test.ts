/** Who is warned of what, and when. */

import { expect, test } from "vitest";
import { dueWarnings, endingKeys, minutesLeft, type Stage, soonestEnd, stageOf } from "./ending-keys";
import type { Alive } from "./use-keys";

const minute = 60_000;
const keys = (id: number, endsAt: number, role = "ReadOnly"): Alive => ({
  id,
  target: { grant: { instance: "main", accountId: "012345678901", role }, accountTitle: "payments" },
  wanted: { kind: "format", format: "bash" },
  endsAt,
});

/** The minutes before the end at which keys of an hour are spoken of, looked at every so many milliseconds. */
function warnedAt(list: readonly Alive[], everyMs: number, from = 0): [id: number, minutes: string][] {
  const said = new Map<number, Stage>();
  const warned: [number, string][] = [];
  for (let now = from; now <= 61 * minute; now += everyMs) {
    for (const one of dueWarnings(endingKeys(list), said, now))
      warned.push([one.id, minutesLeft(one.endsAt, now)]);
  }
  return warned;
}

test("keys of an hour are spoken of twice: 15 and 5 minutes before their end", () => {
  expect(warnedAt([keys(1, 60 * minute)], 1000)).toEqual([
    [1, "15 minutes"],
    [1, "5 minutes"],
  ]);
});

test("a machine that slept is told what is left, once", () => {
  expect(warnedAt([keys(1, 60 * minute)], 57 * minute)).toEqual([[1, "3 minutes"]]);
});

test("keys that begin with little time left are not warned of what they began with", () => {
  expect(warnedAt([keys(1, 60 * minute)], 1000, 50 * minute)).toEqual([[1, "5 minutes"]]);
  expect(warnedAt([keys(1, 60 * minute)], 1000, 58 * minute)).toEqual([]);
});

test("keys that have newer ones of the same role end without a word, and do not count", () => {
  const list = [keys(3, 90 * minute), keys(2, 60 * minute, "Admin"), keys(1, 30 * minute)];
  expect(warnedAt(list, 1000).map(([id]) => id)).toEqual([2, 2]);
  expect(soonestEnd(endingKeys(list), 0)).toBe(60 * minute);
  expect(soonestEnd(endingKeys(list), 60 * minute)).toBe(90 * minute);
  expect(soonestEnd(endingKeys(list), 90 * minute)).toBeNull();
});

test("what has ended is in no stage", () => {
  expect([16, 15, 5.1, 5, 1, 0, -1].map((minutes) => stageOf(minutes * minute))).toEqual([
    null,
    15,
    15,
    5,
    5,
    null,
    null,
  ]);
});
