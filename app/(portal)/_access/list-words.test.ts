import { expect, test } from "vitest";
import type { AccessEntry } from "./access-state";
import { cursorIn, grantOf, rowsOf } from "./list-cursor";
import { blockHeight } from "./row-layout";
import { findables, search } from "./search-access";
import { slotsFor } from "./slots";

function entry(
  accountId: string,
  roles: string[] | null,
  problem: AccessEntry["problem"] = null,
): AccessEntry {
  const account = { accountId, name: null, email: null };
  return { key: `main/${accountId}`, instance: "main", account, roles, problem };
}

const found = search(
  findables([entry("000000000001", ["A", "B"]), entry("000000000002", null), entry("000000000003", ["A"])]),
  [],
);

test("rows are roles, in the order of the list, and an account without any is passed over", () => {
  expect(rowsOf(found).map(({ block, role }) => `${block}${role}`)).toEqual(["0A", "0B", "2A"]);
});

test("a chosen row that is gone gives way to the first", () => {
  const rows = rowsOf(found);
  expect(cursorIn(rows, { key: "main/000000000003", role: "A" })).toBe(2);
  expect(cursorIn(rows, { key: "main/000000000003", role: "Gone" })).toBe(0);
  expect(cursorIn([], null)).toBe(-1);
});

test("a row names its grant", () => {
  expect(grantOf({ key: "main/004299117730", role: "A" })).toEqual({
    instance: "main",
    accountId: "004299117730",
    role: "A",
  });
});

test("an account takes the room of its rows, and one row where it has none", () => {
  expect(found.map((one) => blockHeight(one, true))).toEqual([88, 52, 52]);
  const failed = search(findables([entry("000000000004", ["A"], "aws-slow")]), []);
  expect(failed.map((one) => blockHeight(one, true))).toEqual([88]);
});

test("a block that stays keeps its piece of the page, and what is free is used again", () => {
  const first = slotsFor(["a", "b", "c"], new Map());
  expect([...first.values()]).toEqual([0, 1, 2]);
  const next = slotsFor(["x", "c", "y", "z"], first);
  expect(next.get("c")).toBe(2);
  expect([...next.values()].sort()).toEqual([0, 1, 2, 3]);
});
