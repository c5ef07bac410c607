import { expect, test } from "vitest";
import { slotsFor } from "./slots";

test("a block that stays keeps its piece of the page, and what is free is used again", () => {
  const first = slotsFor(["a", "b", "c"], new Map());
  expect([...first.values()]).toEqual([0, 1, 2]);
  const next = slotsFor(["x", "c", "y", "z"], first);
  expect(next.get("c")).toBe(2);
  expect([...next.values()].sort()).toEqual([0, 1, 2, 3]);
});
