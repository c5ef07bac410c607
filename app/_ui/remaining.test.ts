import { expect, test } from "vitest";
import { ago, countdown, duration, remaining } from "./remaining";

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [hour - 1, "59:59"],
  [14 * minute + 52_000, "14:52"],
  [12 * hour - 1000, "11:59:59"],
  [hour, "1:00:00"],
  [9_999, "0:09"],
  [1, "0:00"],
  [0, "ended"],
  [-5, "ended"],
])("%i ms count down as %s", (left, words) => {
  expect(countdown(left)).toBe(words);
});

test.each([
  [7 * hour + 12 * minute + 59_000, "7 h 12 m"],
  [hour, "1 h 0 m"],
  [12 * minute, "12 m"],
  [59_999, "under a minute"],
  [0, "ended"],
])("%i ms remain as %s", (left, words) => {
  expect(remaining(left)).toBe(words);
});

test.each([
  [-3000, "just now"],
  [59_000, "just now"],
  [2 * minute, "2 min ago"],
  [3 * hour + 5, "3 h ago"],
])("%i ms have passed as %s", (passed, words) => {
  expect(ago(passed)).toBe(words);
});

test.each([
  [hour - 900, "1 h"],
  [12 * hour, "12 h"],
  [90 * minute, "1 h 30 min"],
  [15 * minute, "15 min"],
])("%i ms last %s", (length, words) => {
  expect(duration(length)).toBe(words);
});
