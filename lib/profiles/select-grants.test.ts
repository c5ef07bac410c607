/** A set holds what its conditions say, and what was picked. */

import { expect, test } from "vitest";
import type { ProfileSelection } from "@/lib/core/profile-set";
import { selectGrants } from "./select-grants";
import { grant } from "./sets-for-tests";

const all = [
  grant("1", "pay-prod", "Admin", { environment: "production", label: "Pay" }),
  grant("1", "pay-prod", "ReadOnly", { environment: "production", label: "Pay" }),
  grant("2", "pay-dev", "Admin", { environment: "development", label: "Pay" }),
  grant("3", null, "Admin"),
];
const none = { environments: [], labels: [], accounts: [], roles: [], favourites: false } as const;
type Filter = Partial<NonNullable<ProfileSelection["filter"]>>;

function chosen(
  filter: Filter | null,
  picked: ProfileSelection["picked"] = [],
  favourites: typeof picked = [],
) {
  const selection = { filter: filter && { ...none, ...filter }, picked } as ProfileSelection;
  return selectGrants(all, selection, favourites).grants.map((one) => all.indexOf(one));
}
const third = { instance: "main", accountId: "000000000003", role: "Admin" };

test.each([
  ["no condition", {}, [0, 1, 2, 3]],
  ["an environment", { environments: ["production"] }, [0, 1]],
  ["no environment", { environments: ["none", "development"] }, [2, 3]],
  ["a label", { labels: ["Pay"] }, [0, 1, 2]],
  ["an account's name", { accounts: [{ field: "name", kind: "glob", pattern: "PAY-*" }] }, [0, 1, 2]],
  ["an account's id", { accounts: [{ field: "id", kind: "regex", pattern: "[13]$" }] }, [0, 1, 3]],
  ["a role", { roles: [{ kind: "glob", pattern: "read*" }] }, [1]],
  ["all of several", { labels: ["Pay"], roles: [{ kind: "glob", pattern: "admin" }] }, [0, 2]],
] as const)("by %s", (_, filter, places) => expect(chosen(filter as unknown as Filter)).toEqual(places));

test("by hand, whatever the conditions say", () => {
  expect(chosen(null)).toEqual([]);
  expect(chosen(null, [third])).toEqual([3]);
  expect(chosen({ labels: ["Pay"], roles: [{ kind: "glob", pattern: "ReadOnly" }] }, [third])).toEqual([
    1, 3,
  ]);
});

test("by a person's favourites", () => expect(chosen({ favourites: true }, [], [third])).toEqual([3]));

test("a pattern that cannot be read matches nothing and is told", () => {
  const roles = [{ kind: "regex", pattern: "(" } as const];
  const { grants, faults } = selectGrants(
    all,
    { filter: { ...none, environments: [], labels: [], accounts: [], roles }, picked: [] },
    [],
  );
  expect(grants).toEqual([]);
  expect(faults).toEqual(["(: A ( is never closed."]);
});
