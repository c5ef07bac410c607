import { expect, test } from "vitest";
import { mayBlock } from "@/lib/policy/may-block";

test("an administrator blocks anybody, another administrator too, and never themselves", () => {
  expect(mayBlock({ id: "ada" }, { id: "emmy" })).toBe(true);
  expect(mayBlock({ id: "ada" }, { id: "ada" })).toBe(false);
});
