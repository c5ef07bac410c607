/** What is seen before a merge is what the merge does. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { merge } from "@/lib/profiles/merge";
import { blockOf, grant } from "@/lib/profiles/sets-for-tests";
import {
  changedProfiles,
  inTheWay,
  leftOut,
  namedLike,
  nothingYet,
  outcomeOf,
  withExisting,
} from "./apply-state";
import { type DiffRow, regionDiff } from "./region-diff";

const blockFor = (accounts: readonly number[], role = "Admin") =>
  blockOf(accounts.map((at) => grant(String(at), `team-${at}`, role)));
const block = blockFor([1, 2]);

function applied(existing: string, with_ = block): string {
  const done = merge(existing, with_);
  if (!done.ok) throw new Error(JSON.stringify(done.findings));
  return done.text;
}

test("a profile that somebody has already can be left out, and theirs stays what it is", () => {
  const own = `[profile ${block.profiles[0]?.name}]\nregion = us-east-1\n`;
  let state = withExisting(nothingYet, { text: own, handle: null });
  const refused = outcomeOf(state, block);
  if (!refused) throw new Error("Nothing came of it.");
  expect(refused.ok).toBe(false);
  expect(inTheWay(refused)).toEqual([block.profiles[0]?.name]);

  state = leftOut(state, inTheWay(refused));
  const merged = outcomeOf(state, block);
  expect(merged).toMatchObject({ ok: true });
  if (!merged?.ok) return;
  expect(merged.text.startsWith(own)).toBe(true);
  expect(changedProfiles(merged).map(({ name }) => name)).toContain(block.profiles[1]?.name);
  expect(changedProfiles(merged).map(({ name }) => name)).not.toContain(block.profiles[0]?.name);
});

test("another file begins anew: what was left out for one counts for no other", () => {
  const state = leftOut(withExisting(nothingYet, { text: "", handle: null }), ["a"]);
  expect(withExisting(state, { text: "x", handle: null }).left.size).toBe(0);
});

test("taken out again, a file is what it was", () => {
  const own = "[default]\nregion = eu-west-1\n";
  const state = withExisting(nothingYet, { text: applied(own), handle: null });
  expect(outcomeOf({ ...state, way: "take out" }, block)).toMatchObject({ ok: true, text: own });
});

test("the lines that are shown as gone and as come are those of the files, and nothing else changes", () => {
  const accounts = fc.uniqueArray(fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(
      accounts,
      accounts,
      fc.boolean(),
      fc.constantFrom("\n", "\r\n"),
      (one, other, renamed, eol) => {
        const own = `[default]${eol}region = eu-west-1${eol}`;
        const before = applied(own, blockFor(one));
        const after = applied(before, blockFor(other, renamed ? "Admin" : "ReadOnly"));
        const rows = regionDiff(before, after, "team");
        expect(sorted([...lines(before), ...came(rows)])).toEqual(sorted([...lines(after), ...went(rows)]));
        if (before === after) expect(rows).toEqual([]);
      },
    ),
  );
});

const lines = (text: string) => text.split(/\r?\n/).filter((line) => line !== "");
const of = (kind: "added" | "removed") => (rows: readonly DiffRow[]) =>
  rows.flatMap((row) => (row.kind === "kept" || row.kind !== kind || row.text === "" ? [] : [row.text]));
const [came, went] = [of("added"), of("removed")];
const sorted = (some: readonly string[]) => [...some].sort();

test("what somebody wrote into a block by hand is shown as gone before it is", () => {
  const before = applied("").replace("output = json\n", "output = json\n# mine\nregion_of_mine = x\n");
  const rows = regionDiff(before, applied(before), "team");
  expect(went(rows)).toEqual(["# mine", "region_of_mine = x"]);
});

test("sections that stay are counted, not listed", () => {
  const rows = regionDiff(
    applied("", blockFor([1, 2, 3, 4])),
    applied("", blockFor([1, 2, 3, 4, 5])),
    "team",
  );
  expect(rows.filter(({ kind }) => kind === "same")).toEqual([]);
  expect(rows.some((row) => row.kind === "kept" && row.sections >= 4)).toBe(true);
});

test("profiles are found by any of their words, in any case", () => {
  const some = ["team-1.Admin", "team-2.ReadOnly"].map((name) => ({ name, kind: "added" as const }));
  expect(namedLike(some, "read 2").map(({ name }) => name)).toEqual(["team-2.ReadOnly"]);
  expect(namedLike(some, " ")).toEqual(some);
});
