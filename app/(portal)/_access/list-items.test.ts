import { expect, test } from "vitest";
import { groupings } from "@/lib/core/preferences";
import { testEntry as entry } from "./entry-for-tests";
import { findables } from "./findable";
import { cursorIn, grantOf, rowId, rowsOf } from "./list-cursor";
import { favouritesIn, groupingsOf, itemsFound, itemsOf, type ListItem } from "./list-items";
import { itemHeight, rowCountOf } from "./row-layout";

const production = { look: { environment: "production" as const } };
const hostile = "\u202e<script>alert(1)</script>".repeat(40);

const all = findables(
  [
    entry("000000000001", "a-prod", ["A", "B"], production),
    entry("000000000002", "b", null, { look: { label: hostile } }),
    entry("000000000003", "c", ["A"], { problem: "aws-slow" }),
  ],
  { instances: new Map(), groupBy: "environment" },
);

const grant = (accountId: string, role: string) => ({ instance: "main", accountId, role });
const usual = {
  all,
  favourites: [],
  hidden: new Set<string>(),
  showHidden: false,
  groupBy: "environment" as const,
};

const shown = (items: readonly ListItem[]) =>
  items.map((item) =>
    item.kind === "heading"
      ? `${item.title} ${item.count}`
      : item.kind === "account"
        ? item.found.findable.title
        : item.favourites.map(({ findable, roles }) => `* ${findable.title} ${roles}`).join(),
  );

test("accounts stand under what they have in common, and the rest comes last", () => {
  expect(shown(itemsOf(usual))).toEqual(["Production 1", "a-prod", "Other accounts 2", "b", "c"]);
});

test("every grouping shows every account once, under headings with keys of their own", () => {
  for (const groupBy of groupings) {
    const items = itemsOf({ ...usual, groupBy });
    expect(items.filter(({ kind }) => kind === "account")).toHaveLength(3);
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  }
});

test("only what somebody has named is offered to group by, and what is chosen", () => {
  expect(groupingsOf(all, "environment")).toEqual(["environment", "label", "none"]);
  expect(groupingsOf([], "path")).toEqual(["path", "none"]);
});

test("favourites stand on top, in the person's order, and in their account too", () => {
  const favourites = favouritesIn(all, [grant("000000000003", "A"), grant("000000000001", "B")]);
  expect(shown(itemsOf({ ...usual, favourites })).slice(0, 4)).toEqual([
    "Favourites 2",
    "* c A,* a-prod B",
    "Production 1",
    "a-prod",
  ]);
});

test("a favourite that is lost is not shown, and one whose account is still to be read is", () => {
  const lost = [grant("000000000001", "Lost"), grant("000000000009", "A"), grant("000000000002", "A")];
  expect(favouritesIn(all, lost).map(({ findable }) => findable.title)).toEqual(["b"]);
});

test("a favourite of which nothing changed stays the very same", () => {
  const favourites = [grant("000000000003", "A")];
  const before = favouritesIn(all, favourites);
  expect(favouritesIn([...all], favourites, before)[0]).toBe(before[0]);
});

test("hidden accounts are left out until they are asked for, and stand last", () => {
  const hidden = new Set(["main/000000000001"]);
  expect(shown(itemsOf({ ...usual, hidden }))).toEqual(
    ["Other accounts 2", "b", "c"].with(0, "All accounts 2"),
  );
  expect(shown(itemsOf({ ...usual, hidden, showHidden: true })).slice(-2)).toEqual(["Hidden 1", "a-prod"]);
});

test("rows are roles, in the order of the list, and an account without any is passed over", () => {
  const favourites = favouritesIn(all, [grant("000000000003", "A")]);
  const rows = rowsOf(itemsOf({ ...usual, favourites }));
  expect(rows.map(({ section, key, role }) => `${section} ${key.at(-1)}${role}`)).toEqual([
    "favourites 3A",
    "accounts 1A",
    "accounts 1B",
    "accounts 3A",
  ]);
  expect(new Set(rows.map(rowId)).size).toBe(rows.length);
});

test("a chosen row that is gone gives way to the same role elsewhere, and that to the first row", () => {
  const rows = rowsOf(itemsFound(all));
  const chosen = { section: "accounts" as const, key: "main/000000000003", role: "A" };
  expect(cursorIn(rows, chosen)).toBe(2);
  expect(cursorIn(rows, { ...chosen, section: "favourites" })).toBe(2);
  expect(cursorIn(rows, { ...chosen, role: "Gone" })).toBe(0);
  expect(cursorIn([], null)).toBe(-1);
});

test("a row names its grant", () => {
  expect(grantOf({ key: "main/004299117730", role: "A" })).toEqual(grant("004299117730", "A"));
});

test("things take the room of their rows, whatever they are called", () => {
  const favourites = favouritesIn(all, [grant("000000000003", "A"), grant("000000000001", "A")]);
  const items = itemsOf({ ...usual, favourites });
  expect(items.map((item) => itemHeight(item, true))).toEqual([32, 104, 32, 88, 32, 52, 88]);
  expect(rowCountOf(items)).toBe(10);
});
