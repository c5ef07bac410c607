import { expect, test } from "vitest";
import type { AccessChange } from "@/lib/core/access";
import { byDay, changeWords, dayWords, newRolesOf, unseenOf } from "./access-changes";

/** A Saturday, at noon in Berlin. */
const now = Date.parse("2026-11-21T11:00:00.000Z");
const zone = "Europe/Berlin";

function change(at: string, gained: boolean, role = "Admin"): AccessChange {
  return { instance: "main", accountId: "000000000001", accountName: "payments", role, gained, at };
}

test.each([
  ["2026-11-21T10:59:00.000Z", "Today"],
  ["2026-11-20T23:00:00.000Z", "Today"],
  ["2026-11-20T22:59:00.000Z", "Yesterday"],
  ["2026-11-16T12:00:00.000Z", "Monday"],
  ["2026-11-15T12:00:00.000Z", "Sunday"],
  ["2026-11-14T12:00:00.000Z", "Saturday 14 November"],
])("%s is %s for somebody in Berlin", (at, words) => {
  expect(dayWords(Date.parse(at), now, zone)).toBe(words);
});

test("a day that the clocks made longer or shorter is one day", () => {
  const monday = Date.parse("2026-10-26T08:00:00.000Z");
  expect(dayWords(Date.parse("2026-10-25T00:30:00.000Z"), monday, zone)).toBe("Yesterday");
  expect(dayWords(Date.parse("2026-10-24T21:30:00.000Z"), monday, zone)).toBe("Saturday");
});

test.each([
  [[change("2026-11-21T08:00:00.000Z", true)], "1 new today"],
  [
    [change("2026-11-21T08:00:00.000Z", true), change("2026-11-20T08:00:00.000Z", true, "Dev")],
    "2 new since yesterday",
  ],
  [
    [change("2026-11-21T08:00:00.000Z", true), change("2026-11-16T08:00:00.000Z", false, "Dev")],
    "1 new, 1 gone since Monday",
  ],
  [[change("2026-11-14T08:00:00.000Z", false)], "1 gone since a week ago"],
  [[], ""],
])("changes in a few words: %#", (changes, words) => {
  const { what, since } = changeWords(changes, now, zone);
  expect(`${what} ${since}`.trim()).toBe(words);
});

test("changes stand under their days, in their order", () => {
  const days = byDay(
    [
      change("2026-11-21T08:00:00.000Z", true),
      change("2026-11-21T07:00:00.000Z", false, "Dev"),
      change("2026-11-16T08:00:00.000Z", true, "Ops"),
    ],
    now,
    zone,
  );
  expect(days.map(({ day, changes }) => [day, changes.map(({ role }) => role)])).toEqual([
    ["Today", ["Admin", "Dev"]],
    ["Monday", ["Ops"]],
  ]);
});

test("what was dismissed is not told again, and what came after is", () => {
  const [later, earlier] = [
    change("2026-11-21T08:00:00.000Z", true),
    change("2026-11-20T08:00:00.000Z", true, "Dev"),
  ];
  expect(unseenOf([later, earlier], null)).toEqual([later, earlier]);
  expect(unseenOf([later, earlier], earlier.at)).toEqual([later]);
  expect(unseenOf([later, earlier], later.at)).toEqual([]);
});

test("a role is new for a day, and not when it was lost again", () => {
  const changes = [
    change("2026-11-21T09:00:00.000Z", false, "Lost"),
    change("2026-11-21T08:00:00.000Z", true, "Lost"),
    change("2026-11-21T08:00:00.000Z", true, "Fresh"),
    change("2026-11-20T10:00:00.000Z", true, "Old"),
  ];
  expect([...newRolesOf(changes, now)]).toEqual(["main/000000000001/Fresh"]);
});
