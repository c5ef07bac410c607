import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccounts, groupOf } from "@/lib/core/access-order";
import { type AccountLook, environments } from "@/lib/core/account-look";
import { groupings } from "@/lib/core/preferences";

const noLook: AccountLook = {
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: false,
};

function account(name: string | null, look: Partial<AccountLook> = {}, path: string | null = null) {
  const accountId = String(
    Array.from(name ?? "x").reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 1),
  );
  return { accountId: accountId.slice(0, 12).padStart(12, "0"), name, look: { ...noLook, ...look }, path };
}

type Sorted = ReturnType<typeof account>;
const names = (list: Sorted[]) => list.map(({ name, accountId }) => name ?? accountId);
const sorted = (list: Sorted[], groupBy: (typeof groupings)[number]) =>
  names(list.toSorted(compareAccounts(groupBy)));

test("accounts stand in the order in which people count, and a nameless one last", () => {
  const list = [account(null), account("team-10"), account("  "), account("team-9"), account("Alpha")];
  expect(sorted(list, "none").slice(0, 3)).toEqual(["Alpha", "team-9", "team-10"]);
});

test("production stands first, then staging, then development, then the rest", () => {
  const list = [
    account("a"),
    account("b", { environment: "development" }),
    account("c", { environment: "staging" }),
    account("d", { environment: "production" }),
  ];
  expect(sorted(list, "environment")).toEqual(["d", "c", "b", "a"]);
});

test("labels and paths stand by their names, and what has none last", () => {
  const list = [
    account("a"),
    account("b", { label: "Team 10" }, "Retail"),
    account("c", { label: "Team 9" }),
  ];
  expect(sorted(list, "label")).toEqual(["c", "b", "a"]);
  expect(sorted(list, "path")).toEqual(["b", "a", "c"]);
});

test("a display name is what an account is sorted by", () => {
  expect(sorted([account("aaa", { displayName: "Zoo" }), account("mmm")], "none")).toEqual(["mmm", "aaa"]);
});

test("each account's heading is one run of the list, whatever names say", () => {
  const any = fc.record({
    name: fc.option(fc.string({ unit: "binary" })),
    label: fc.option(fc.constantFrom("x", "X", "ẋ", "\u202ex", "")),
    path: fc.option(fc.constantFrom("A / b", "a / B", "a")),
    environment: fc.option(fc.constantFrom(...environments)),
  });
  const lists = fc.array(
    any.map(({ name, path, ...look }) => account(name, look, path)),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(lists, fc.constantFrom(...groupings), (list, groupBy) => {
      const groups = list.toSorted(compareAccounts(groupBy)).map((one) => groupOf(one, groupBy));
      const runs = groups.filter((group, place) => place === 0 || group !== groups[place - 1]);
      return runs.length === new Set(groups).size;
    }),
  );
});
