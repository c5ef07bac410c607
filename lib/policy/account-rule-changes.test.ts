/** Whoever reads the record learns what became of which rule, first of all where fewer people are asked. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountRule } from "@/lib/core/account-rules";
import { isChanged, ruleChanges } from "./account-rule-changes";

const prod: AccountRule = {
  field: "name",
  kind: "glob",
  pattern: "*-prod",
  environment: "production",
  colour: null,
  label: null,
  displayName: null,
  confirm: true,
};
const dev: AccountRule = { ...prod, pattern: "*-dev", environment: "development", confirm: false };
const legacy: AccountRule = { ...dev, field: "path", kind: "regex", pattern: "^Legacy", environment: null };

describe("what changed", () => {
  test.each<[string, AccountRule[], AccountRule[], string]>([
    ["a first rule", [], [prod], "added name glob *-prod (production, asks for its name)"],
    [
      "a changed one",
      [prod],
      [{ ...prod, colour: "pink", label: "Pay", displayName: "$1" }],
      "changed name glob *-prod (production, asks for its name) to name glob *-prod (production, pink, label Pay, called $1, asks for its name)",
    ],
    ["a removed one", [prod, legacy], [prod], "removed path regex ^Legacy (nothing)"],
    ["another order", [prod, dev], [dev, prod], "another order"],
    ["nothing", [prod, dev], [prod, dev], ""],
    ["the same rule twice", [dev], [dev, dev], "added name glob *-dev (development)"],
  ])("%s", (_what, before, after, expected) => {
    expect(ruleChanges(before, after)).toBe(expected);
    expect(isChanged(before, after)).toBe(expected !== "");
  });

  test("a confirmation that was taken away comes before all that was added", () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ ...dev, pattern: `team-${at}-*` }));
    const said = ruleChanges([prod], [...many, { ...prod, confirm: false }]);
    expect(said).toMatch(/^changed name glob \*-prod \(production, asks for its name\) to/);
    expect(said).toMatch(/; and \d+ more$/);
  });

  test("it fits, ends with whole characters and is never empty where something changed", () => {
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 200 });
    const rule = fc.record({ pattern: text, label: fc.option(text), confirm: fc.boolean() });
    const list = fc.array(
      rule.map((some) => ({ ...dev, ...some })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(list, list, fc.integer({ min: 64, max: 512 }), (before, after, longest) => {
        const said = ruleChanges(before, after, longest);
        expect(said.length).toBeLessThanOrEqual(longest);
        expect(said !== "").toBe(isChanged(before, after));
      }),
    );
  });
});
