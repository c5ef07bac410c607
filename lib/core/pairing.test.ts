/** A code is read however it is typed, and what a machine says of itself is one harmless line. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHinted, machineName, plainUserCode, shownUserCode, userCodeLetters } from "@/lib/core/pairing";
import { Hints } from "@/lib/core/pairing-hints";

describe("a code", () => {
  test.each(["BCDF-GHJK", "bcdf-ghjk", "bcdfghjk", " BCDF GHJK\n", "b-c-d-f-g-h-j-k", "BCDF–GHJK"])(
    "is the same when typed %j",
    (typed) => expect(plainUserCode(typed)).toBe("BCDFGHJK"),
  );

  test.each(["", "BCDF-GHJ", "BCDF-GHJKL", "ABCD-EFGH", "BCDF-GHJ1", "BCDF_GHJK", "ΒCDF-GHJK", "BCDF-GHJK;"])(
    "is none: %j",
    (typed) => expect(plainUserCode(typed)).toBeNull(),
  );

  test("is shown in two halves, and read back as it was", () => {
    const letters = fc.constantFrom(...userCodeLetters);
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 8, maxLength: 8 }), (plain) => {
        expect(shownUserCode(plain)).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
        expect(plainUserCode(shownUserCode(plain))).toBe(plain);
      }),
    );
  });

  test("has no vowel and nothing that looks like a digit", () => {
    expect(userCodeLetters).not.toMatch(/[AEIOUY0-9]/);
    expect(new Set(userCodeLetters).size).toBe(20);
  });
});

describe("a machine's name", () => {
  test.each([
    ["laptop-7", "laptop-7"],
    ["  Ada’s  laptop\u00a0 ", "Ada’s laptop"],
    ["build\u202Egnp.exe", "buildgnp.exe"],
    ["a\r\nb\u2028c\0d\u001b[31m", "abcd[31m"],
    ["\u200b\u2066\ud800", "unnamed"],
    ["", "unnamed"],
    ["<script>", "<script>"],
  ])("%j is kept as %j", (said, kept) => expect(machineName(said)).toBe(kept));

  test("is one line of at most 64 characters, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (said) => {
        const name = machineName(said);
        expect(name).not.toBe("");
        expect(name.length).toBeLessThanOrEqual(64);
        expect(name).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(machineName(name)).toBe(name);
      }),
    );
  });
});

describe("what a machine suggests", () => {
  const role = { instance: "main", accountId: "111122223333", accountName: "Payments", role: "Developer" };

  test("is words apart, each once", () => {
    expect(Hints.parse(" a/R  main/a/R a/R ")).toEqual(["a/R", "main/a/R"]);
    expect(Hints.parse("")).toEqual([]);
  });

  test.each(["Developer", "a/b/c/R", "a/", "a/R\n", "a/R'", `a/${"R".repeat(65)}`, "a/b ".repeat(600)])(
    "%j is refused",
    (text) => expect(Hints.safeParse(text).success).toBe(false),
  );

  test("of more than twenty roles is refused", () => {
    const many = Array.from({ length: 21 }, (_, index) => `a/R${index}`).join(" ");
    expect(Hints.safeParse(many).success).toBe(false);
  });

  test.each([
    ["111122223333/Developer", true],
    ["payments/Developer", true],
    ["main/111122223333/Developer", true],
    ["other/111122223333/Developer", false],
    ["111122223333/developer", false],
    ["111122223334/Developer", false],
  ])("%s names the role: %s", (hint, is) => expect(isHinted(hint, role)).toBe(is));

  test("an account without a name is not the one named null", () => {
    expect(isHinted("null/Developer", { ...role, accountName: null })).toBe(false);
  });
});
