import { expect, test } from "vitest";
import type { Progress } from "./reading-progress";
import {
  ageWords,
  countWords,
  farWords,
  isStale,
  leftWords,
  quarterWords,
  retryWords,
  whatWords,
} from "./reading-words";

const first = (done: number, total: number, answered = done): Progress => ({
  kind: "first",
  done,
  total,
  answered,
});

test.each<[Progress, number, string]>([
  [{ kind: "accounts" }, 900, "Reading accounts from AWS"],
  [first(3, 665), 900, "Reading roles from AWS: 3 of 665 accounts"],
  [first(120, 665), 6165, "Reading roles from AWS: 120 of 665 accounts, about 28 s left"],
  [first(100, 5000), 10_000, "Reading roles from AWS: 100 of 5,000 accounts, about 8 m left"],
  [first(0, 1), 0, "Reading roles from AWS: 0 of 1 account"],
  [first(400, 500, 0), 5000, "Reading roles from AWS: 400 of 500 accounts"],
  [first(400, 500, 50), 5000, "Reading roles from AWS: 400 of 500 accounts, about 10 s left"],
  [
    { kind: "again", done: 20, total: 60, answered: 20 },
    4000,
    "Checking roles with AWS: 20 of 60 accounts, about 8 s left",
  ],
])("how far it is: %o after %i ms", (progress, passedMs, words) => {
  expect(`${whatWords(progress)}${farWords(progress)}${leftWords(progress, passedMs)}`).toBe(words);
});

test("a reader aloud hears quarters and not each account", () => {
  const heard = Array.from({ length: 101 }, (_, done) => quarterWords(first(done, 100)));
  expect([...new Set(heard)]).toEqual(
    [0, 25, 50, 75, 100].map((percent) => `Reading roles from AWS: ${percent} percent`),
  );
});

test("counts say what is shown of what there is", () => {
  expect(countWords(3, 214, 38)).toBe("3 of 214 roles in 38 accounts");
  expect(countWords(1, 1, 1)).toBe("1 role in 1 account");
  expect(countWords(3325, 3325, 665)).toBe("3,325 roles in 665 accounts");
});

const hour = 3_600_000;

test.each([
  [-5000, "checked just now", false],
  [120_000, "checked 2 min ago", false],
  [23 * hour, "checked 23 h ago", false],
  [25 * hour, "last checked 1 day ago", true],
  [80 * hour, "last checked 3 days ago", true],
])("a list of %i ms is %s", (passedMs, words, stale) => {
  expect([ageWords(passedMs), isStale(passedMs)]).toEqual([words, stale]);
});

test.each([
  [null, "Trying again"],
  [0, "Trying again"],
  [4200, "Trying again in 5 s"],
  [90_000, "Trying again in 1 m"],
])("after %o ms more: %s", (leftMs, words) => {
  expect(retryWords(leftMs)).toBe(words);
});
