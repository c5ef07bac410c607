/** Nobody gets a right by a group that only looks like the one that settings name. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { isInOneOf } from "./is-in-one-of";

const named = ["Kings-administrators", "operations"];

test("a member of a named group is in one of them", () => {
  expect(isInOneOf(["engineering", "operations"], named)).toBe(true);
});

test.each([
  ["full-width letters", "ｏｐｅｒａｔｉｏｎｓ"],
  ["a Kelvin sign for a K", "\u212Aings-administrators"],
  ["a Cyrillic o for an o", "\u043Eperations"],
  ["another case", "Operations"],
  ["a space at the end", "operations "],
  ["a zero-width space inside", "opera\u200Btions"],
  ["a part of the name", "operation"],
  ["more than the name", "operations-readers"],
  ["two names with a comma between them", "operations,x"],
  ["a name inside markup", "<b>operations</b>"],
  ["a NUL at the end", "operations\u0000"],
  ["a property of every object", "__proto__"],
  ["nothing", ""],
])("a group with %s is another group", (_what, group) => {
  expect(isInOneOf([group], named)).toBe(false);
});

test("no claim of groups, and an empty one, are in no group", () => {
  expect(isInOneOf(null, named)).toBe(false);
  expect(isInOneOf([], named)).toBe(false);
});

test("where no group is named nobody is in one, whatever groups a provider sends", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (groups) => !isInOneOf(groups, [])));
  expect(isInOneOf([""], [""])).toBe(false);
});

test("only a group that is one of the named, character by character, counts", () => {
  const group = fc.oneof(fc.constantFrom(...named), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(
      fc.array(group),
      (groups) => isInOneOf(groups, named) === groups.some((one) => named.includes(one)),
    ),
  );
});
