/** Rules decide what their words say, for any name and any expression, and nothing that somebody saves can hang the list. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountRule } from "@/lib/core/account-rules";
import { compileAccountRules, type RuledAccount } from "./account-rules";

const blank: AccountRule = {
  field: "name",
  kind: "glob",
  pattern: "*",
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: false,
};

function account(name: string | null, path: string | null = null): RuledAccount {
  return { accountId: "123456789012", name, path };
}

function decides(rule: Partial<AccountRule>, about: RuledAccount) {
  return compileAccountRules([{ ...blank, ...rule }]).decide(about);
}

function matches(rule: Partial<AccountRule>, name: string): boolean {
  return decides(rule, account(name)) !== null;
}

function called(rule: Partial<AccountRule>, name: string): string | null | undefined {
  return decides(rule, account(name))?.look.displayName;
}

describe("which rule decides", () => {
  test("the first rule that matches decides the whole look, whatever later ones would add", () => {
    const rules: AccountRule[] = [
      { ...blank, pattern: "*-dev", environment: "development" },
      { ...blank, pattern: "pay*", environment: "production", label: "Payments", confirm: true },
      { ...blank, pattern: "*", environment: "staging", colour: "pink", label: "Rest" },
    ];
    const { decide } = compileAccountRules(rules);
    expect(decide(account("payments-dev"))).toEqual({
      rule: 0,
      look: { environment: "development", colour: null, label: null, displayName: null, confirm: false },
    });
    expect(decide(account("payments-prod"))?.rule).toBe(1);
    expect(decide(account("payments-prod"))?.look).toMatchObject({ label: "Payments", confirm: true });
    expect(decide(account("legacy"))?.rule).toBe(2);
  });

  test("where no rule matches an account has no look, and without rules none has", () => {
    expect(decides({ pattern: "x" }, account("y"))).toBeNull();
    expect(compileAccountRules([]).decide(account("y"))).toBeNull();
  });

  test("a rule on the path matches only where a path is known, and one on the name only where there is a name", () => {
    expect(decides({ field: "path" }, account("a"))).toBeNull();
    expect(decides({ field: "path" }, account("a", "Retail / Payments"))?.rule).toBe(0);
    expect(decides({ field: "path", pattern: "retail / *" }, account("a", "Retail / Payments"))?.rule).toBe(
      0,
    );
    expect(decides({ field: "name" }, account(null, "Retail"))).toBeNull();
    expect(decides({ field: "name" }, account("   "))).toBeNull();
    expect(decides({ field: "id", pattern: "1234*" }, account(null))?.rule).toBe(0);
  });

  test("a rule that cannot be read is named, matches nothing and leaves the others as they are", () => {
    const { decide, faults } = compileAccountRules([
      { ...blank, kind: "regex", pattern: "(", confirm: true },
      { ...blank, pattern: "a" },
    ]);
    expect(faults).toEqual([{ rule: 0, message: "A ( is never closed." }]);
    expect(decide(account("a"))?.rule).toBe(1);
    expect(decide(account("("))).toBeNull();
  });
});

describe("patterns", () => {
  test.each([
    ["*-prod", "payments-PROD", true],
    ["*-prod", "payments-prod-2", false],
    ["prod", "payments-prod", false],
    ["PROD", "prod", true],
    ["p?y-*", "pay-1", true],
    ["p?y-*", "py-1", false],
    ["a.c", "abc", false],
    ["a+(b)[c]{2}|^$\\d", "a+(b)[c]{2}|^$\\d", true],
    ["?", "\u{1F680}", true],
    ["a*", "a\nb", true],
    ["\u00fcber-*", "\u00dcBER-1", true],
    ["*", "", false],
  ])("the glob %j against %j: %s", (pattern, name, expected) => {
    expect(matches({ pattern }, name)).toBe(expected);
  });

  test.each([
    ["prod", "payments-PROD-2", true],
    ["^prod$", "payments-prod", false],
    ["-(prod|prd)\\b", "payments-prd-1", true],
    ["^\\d{4}-", "2024-x", true],
    ["[^a-z]", "abc", false],
  ])("the regular expression %j against %j: %s", (pattern, name, expected) => {
    expect(matches({ kind: "regex", pattern }, name)).toBe(expected);
  });

  test.each([
    ["(?=prod)", /Looking ahead or behind/],
    ["(?!prod)", /Looking ahead or behind/],
    ["(?<=a)b", /Looking ahead or behind/],
    ["(?<!a)b", /Looking ahead or behind/],
    ["(a)\\1", /Back-references/],
    ["(?P<x>a)\\k<x>", /Back-references/],
    [")", /without its \(/],
    ["[a", /A \[ is never closed/],
    ["a**", /Two repetitions/],
    ["a++", /Two repetitions/],
    ["*", /nothing before it/],
    ["a\\", /stands at the end/],
    ["\\y", /means nothing/],
    ["[b-a]", /runs backwards/],
    ["a{5,2}", /too far or backwards/],
    ["a{101}", /more than 100/],
    ["((a{100}){100}){100}", /too far|too large/],
    ["[a-z]{100}".repeat(20), /too large/],
    ["(?P<a>x)(?P<a>y)", /group/],
    ["(?>a)", /no regular expression in RE2/],
  ])("%j is refused in words that say why", (pattern, message) => {
    const { faults, decide } = compileAccountRules([{ ...blank, kind: "regex", pattern }]);
    expect(faults).toEqual([{ rule: 0, message: expect.stringMatching(message) }]);
    expect(decide(account("aaa"))).toBeNull();
  });
});

describe("display names", () => {
  test("a star of a glob is a group, and takes as much as it can", () => {
    expect(called({ pattern: "acme-*-*", displayName: "$1 ($2)" }, "acme-pay-eu-prod")).toBe("pay-eu (prod)");
  });

  test("a group that is not there, or took no part, is nothing", () => {
    const rule = { kind: "regex", pattern: "(a)|(b)", displayName: "x$1$2$3$9" } as const;
    expect(called(rule, "b")).toBe("xb");
  });

  test.each([
    ["$1", "  Payments  -prod", "Payments"],
    ["$1", "-prod", null],
    ["\u202e$1", "\u202e\u200bpay\u0007-prod", "pay"],
    ["$0 $a $", "x-prod", "$0 $a $"],
    ["$$1", "x-prod", "$x"],
    [null, "x-prod", null],
  ])("%j of %j is %j", (displayName, name, expected) => {
    expect(called({ pattern: "*-prod", displayName }, name)).toBe(expected);
  });

  test("what a group holds is never read as a template or as an expression", () => {
    expect(called({ pattern: "*-*", displayName: "$1/$2" }, "$2-$1")).toBe("$2/$1");
    expect(called({ pattern: "*", displayName: "$1" }, "\\Q$&$`(?i)")).toBe("\\Q$&$`(?i)");
  });

  test("a name made of a long one is cut where a person stops reading", () => {
    expect(called({ displayName: "$1$1$1" }, "\u{1F680}".repeat(200))).toBe("\u{1F680}".repeat(120));
  });
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..."ab-1 ()[]{}|*+?.^$\\dpQE<>=!:,"), maxLength: 40 }),
);

const anyRule: fc.Arbitrary<AccountRule> = fc.record({
  field: fc.constantFrom("name" as const, "id" as const, "path" as const),
  kind: fc.constantFrom("glob" as const, "regex" as const),
  pattern: anyText,
  environment: fc.constantFrom("production" as const, null),
  colour: fc.constant(null),
  label: fc.option(anyText),
  displayName: fc.option(fc.oneof(anyText, fc.constantFrom("$1", "$1-$2-$9", "$$1"))),
  confirm: fc.boolean(),
});

describe("whatever is saved and whatever accounts are called", () => {
  test("nothing throws, and what is shown has no hidden character and an end", () => {
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 5 }),
        fc.option(anyText),
        fc.option(anyText),
        (rules, name, path) => {
          const decision = compileAccountRules(rules).decide({ accountId: "000000000001", name, path });
          for (const text of [decision?.look.label, decision?.look.displayName]) {
            expect(text ?? "x").toMatch(/^(?=\S)[^\p{Cc}\p{Cf}]{1,120}(?<=\S)$/su);
          }
        },
      ),
    );
  });

  test("a glob matches what it says and nothing else, whatever characters it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (literal) => {
        fc.pre(literal.trim() !== "" && !/[*?]/.test(literal));
        expect(matches({ pattern: literal }, literal)).toBe(true);
        expect(matches({ pattern: literal }, `${literal}x`)).toBe(false);
        expect(matches({ pattern: `${literal}*` }, `${literal}x`)).toBe(true);
      }),
    );
  });

  const piece = fc.constantFrom(
    "a",
    "b",
    "1",
    "-",
    ".",
    "[ab]",
    "[^a]",
    "\\d",
    "\\w",
    "\\b",
    "(a|b1)",
    "(?:ab)",
    "^",
    "$",
  );
  const repeated = fc
    .tuple(piece, fc.constantFrom("", "", "*", "+", "?", "{1,2}", "*?"))
    .map(([what, times]) => (/^(\^|\$|\\b)$/.test(what) ? what : what + times));
  const simple = fc
    .array(fc.oneof(repeated, fc.constant("|")), { minLength: 1, maxLength: 6 })
    .map((all) => all.join(""));

  test("an expression that JavaScript knows, too, matches the same names and finds the same groups", () => {
    const name = fc.string({ unit: fc.constantFrom(..."abAB1-."), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(simple, name, (pattern, text) => {
        const native = new RegExp(pattern, "i").exec(text);
        const rule = { kind: "regex", pattern, displayName: "x$1y$2" } as const;
        expect(called(rule, text)).toBe(native ? `x${native[1] ?? ""}y${native[2] ?? ""}` : undefined);
      }),
      { numRuns: 500 },
    );
  });
});

describe("expressions that hang other engines", () => {
  test.each([
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "(.*a){12}$",
    "([a-z]+)*$",
    "(x+x+)+y",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
  ])("%s ends on a name as long as they come", (pattern) => {
    const rule = { ...blank, kind: "regex", pattern, displayName: "$1" } as const;
    const { decide } = compileAccountRules([rule]);
    for (const end of ["!", "", "y"]) decide(account("a".repeat(100_000) + end));
    expect(decide(account("!"))?.rule ?? null).toBe(new RegExp(pattern, "i").test("!") ? 0 : null);
  });
});
