import { expect, test } from "vitest";
import type { AccessEntry } from "./access-state";
import { findables, foundIn, search, searchWords } from "./search-access";

function entry(accountId: string, name: string | null, roles: string[] | null, email: string | null = null) {
  const value: AccessEntry = {
    key: `main/${accountId}`,
    instance: "main",
    account: { accountId, name, email },
    roles,
    problem: null,
  };
  return value;
}

const all = findables([
  entry("004299117730", "payments-settlement-prod", ["BillingAdmin", "ReadOnlyAccess"]),
  entry("123456789012", "payments-prod", ["AdministratorAccess", "ReadOnlyAccess"], "pay@acme.example"),
  entry("332100984412", null, ["PowerUserAccess"]),
  entry("771023450067", "team-10", null),
  entry("771023450068", "team-9", ["Deployer"]),
]);

const shown = (query: string) =>
  search(all, searchWords(query)).map(({ findable, roles }) => `${findable.title}: ${roles.join(" ")}`);

test("accounts stand in the order in which people count, and a nameless one last, under its id", () => {
  expect(all.map(({ title }) => title)).toEqual([
    "payments-prod",
    "payments-settlement-prod",
    "team-9",
    "team-10",
    "332100984412",
  ]);
});

test("words are found in account and role together", () => {
  expect(shown("pay adm")).toEqual([
    "payments-prod: AdministratorAccess",
    "payments-settlement-prod: BillingAdmin",
  ]);
});

test("an account's own words show all its roles", () => {
  expect(shown("SETTLEMENT")).toEqual(["payments-settlement-prod: BillingAdmin ReadOnlyAccess"]);
});

test.each(["0042 9911 7730", "0042-9911-7730", "004299117730", "9911", "0042 99"])(
  "an account is found by its id as people write it: %s",
  (query) => {
    expect(shown(query)).toEqual(["payments-settlement-prod: BillingAdmin ReadOnlyAccess"]);
  },
);

test("an account is found by its e-mail address", () => {
  expect(shown("pay@acme")).toEqual(["payments-prod: AdministratorAccess ReadOnlyAccess"]);
});

test("an account whose roles are not read yet is found by its own words alone", () => {
  expect(shown("team-10")).toEqual(["team-10: "]);
  expect(shown("team-10 admin")).toEqual([]);
});

test("no words find everything, in order", () => {
  expect(shown("  ")).toHaveLength(5);
});

test.each(["(", "[a-z", "\\", "\u202e", ".*"])("a search is text and no pattern: %s", (query) => {
  expect(shown(query)).toEqual([]);
});

test("what did not change is taken over as it is", () => {
  const known = new Map(all.map((one) => [one.entry, one]));
  expect(findables(known.keys(), known)[1]).toBe(all[1]);
});

test("places of words are in order and apart", () => {
  expect(foundIn("payments-prod", ["prod", "pay", "ayme"])).toEqual([
    [0, 5],
    [9, 13],
  ]);
  expect(foundIn("AAA", ["a"])).toEqual([[0, 3]]);
});

test("no place is marked rather than a wrong one", () => {
  expect(foundIn("İstanbul-prod", ["prod"])).toEqual([]);
});
