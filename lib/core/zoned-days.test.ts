import { expect, test } from "vitest";
import { dayAfter, dayAt, daysBetween, isDay, startOfDay, zonedClock } from "./zoned-days";

function clock(zone: string) {
  const found = zonedClock(zone);
  if (!found) throw new Error(zone);
  return found;
}

test.each([
  ["UTC", "2026-11-30", "2026-11-30T00:00:00.000Z"],
  ["Europe/Berlin", "2026-11-30", "2026-11-29T23:00:00.000Z"],
  ["Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00.000Z"],
  ["Asia/Kathmandu", "2026-11-30", "2026-11-29T18:15:00.000Z"],
  ["America/St_Johns", "2026-11-30", "2026-11-30T03:30:00.000Z"],
  ["Pacific/Kiritimati", "2026-11-30", "2026-11-29T10:00:00.000Z"],
  ["Pacific/Pago_Pago", "2026-11-30", "2026-11-30T11:00:00.000Z"],
])("in %s, %s begins at %s", (zone, day, moment) => {
  expect(new Date(startOfDay(day, clock(zone))).toISOString()).toBe(moment);
});

test.each([
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Asia/Kathmandu",
])("in %s each day of two years begins where the one before ends, and is that day", (zone) => {
  const there = clock(zone);
  for (let number = 0; number < 730; number += 1) {
    const day = dayAfter("2025-01-01", number);
    const [from, until] = [startOfDay(day, there), startOfDay(dayAfter(day, 1), there)];
    expect([23, 23.5, 24, 24.5, 25]).toContain((until - from) / 3_600_000);
    expect(dayAt(from + 1, there)).toBe(day);
    expect(dayAt(until - 1, there)).toBe(day);
  }
});

test.each(["", "Mars/Olympus", "../etc/passwd", "UTC'; --", "\0", "x".repeat(100)])(
  "%j is no zone",
  (zone) => {
    expect(zonedClock(zone)).toBeNull();
  },
);

test.each(["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "today", "", "2026-11-30T00:00:00Z"])(
  "%j is no day",
  (day) => {
    expect(isDay(day)).toBe(false);
  },
);

test("days are counted from one to the other", () => {
  expect(daysBetween("2026-02-27", "2026-03-01")).toBe(2);
  expect(daysBetween("2024-02-27", "2024-03-01")).toBe(3);
  expect(isDay("2024-02-29")).toBe(true);
});
