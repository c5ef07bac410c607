/** Whoever confirms an account has named that account and no other. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNameOf, nameToType } from "./account-look";

const accountId = "123456789012";

function account(name: string | null, displayName: string | null = null) {
  return { accountId, name, look: { displayName } };
}

describe("what is typed to confirm", () => {
  test.each([
    ["the name", "payments-prod", account("payments-prod"), true],
    [
      "the name in other letters and with space around it",
      "  PAYMENTS-Prod\t",
      account("payments-prod"),
      true,
    ],
    ["part of the name", "payments", account("payments-prod"), false],
    ["more than the name", "payments-prod2", account("payments-prod"), false],
    ["nothing", "", account("payments-prod"), false],
    ["nothing, for an account without a name", "", account(null), false],
    ["the id, for an account that has a name", accountId, account("payments-prod"), false],
    ["the id, for an account without a name", accountId, account(null), true],
    ["the id, for a name of spaces", accountId, account("   "), true],
    ["the id, for a name that cannot be seen", accountId, account("\u200b\u202e\u00ad"), true],
    ["the id, for a name that nobody types", accountId, account("long ".repeat(50)), true],
    ["nothing, for a name that cannot be seen", "", account("\u200b\u202e\u00ad"), false],
    ["the display name", "Payments", account("acme-0017", "Payments"), true],
    ["AWS's name beside a display name", "acme-0017", account("acme-0017", "Payments"), true],
    [
      "a name whose hidden characters nobody can type",
      "payments-prod",
      account("pay\u200bments-\u202eprod"),
      true,
    ],
    ["a composed letter for a decomposed one", "\u00fcber", account("u\u0308ber"), true],
    ["a name with two spaces typed with one", "a b", account("a  b"), true],
  ])("%s", (_what, typed, about, expected) => {
    expect(isNameOf(typed, about)).toBe(expected);
  });

  test("what a person is told to type is taken, for any name", () => {
    const name = fc.option(fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(name, name, (awsName, displayName) => {
        const about = account(awsName, displayName);
        expect(isNameOf(nameToType(about), about)).toBe(true);
        expect(isNameOf("", about)).toBe(false);
        expect(isNameOf(`${nameToType(about)}x`, account(awsName))).toBe(false);
      }),
    );
  });
});
