import { expect, test } from "vitest";
import { troubleOf } from "@/app/_ui/ask";
import type { AccessLine } from "@/lib/core/access";
import { type AccessState, accessAfter, nothingYet } from "./access-state";

const one = { accountId: "000000000001", name: "one", email: null };
const two = { accountId: "000000000002", name: "two", email: null };

const accounts = (...list: (typeof one)[]): AccessLine => ({
  kind: "accounts",
  instance: "main",
  accounts: list,
});
const roles = (accountId: string, ...names: string[]): AccessLine => ({
  kind: "roles",
  instance: "main",
  accountId,
  roles: names,
});
const end: AccessLine = { kind: "end", at: "2026-11-21T04:00:00.000Z" };

function after(state: AccessState, ...lines: AccessLine[]): AccessState {
  return accessAfter(state, { kind: "lines", lines, now: 1000 });
}

const rolesIn = (state: AccessState) => Array.from(state.entries.values(), ({ roles }) => roles);
const begin = (state: AccessState) => accessAfter(state, { kind: "begun" });
const first = after(
  begin(nothingYet),
  accounts(one, two),
  roles(one.accountId, "Admin"),
  roles(two.accountId, "Dev"),
  end,
);

test("accounts come first, their roles as AWS tells them", () => {
  const named = after(begin(nothingYet), accounts(one, two));
  expect([named.phase, named.named.size, named.answered.size, rolesIn(named)]).toEqual([
    "reading",
    2,
    0,
    [null, null],
  ]);
  const told = after(named, roles(two.accountId, "Dev"));
  expect([told.answered.size, rolesIn(told)]).toEqual([1, [null, ["Dev"]]]);
});

test("a list is complete only when its end was said", () => {
  expect([first.phase, first.checkedAt]).toEqual(["complete", 1000]);
  const cut = accessAfter(after(begin(nothingYet), accounts(one)), { kind: "ended" });
  expect([cut.phase, cut.entries.size]).toEqual(["cut", 1]);
});

test("a second reading shows the first until it knows better", () => {
  const again = after(begin(first), accounts(one), roles(one.accountId, "Admin", "Dev"));
  expect([again.entries.size, rolesIn(again)[0]]).toEqual([2, ["Admin", "Dev"]]);
  expect(rolesIn(after(again, end))).toEqual([["Admin", "Dev"]]);
});

test("an account that fails keeps the roles it had, and says why", () => {
  const failed = after(
    begin(first),
    accounts(one, two),
    { kind: "account-failed", instance: "main", accountId: one.accountId, problem: "aws-slow" },
    end,
  );
  expect(Array.from(failed.entries.values())[0]).toMatchObject({ roles: ["Admin"], problem: "aws-slow" });
});

test("an instance that cannot answer takes nothing away", () => {
  const failed = after(
    begin(first),
    { kind: "instance-failed", instance: "main", problem: "aws-unavailable" },
    end,
  );
  expect(failed.entries.size).toBe(2);
  expect(failed.checkedAt).toBe(first.checkedAt);
  expect(failed.failures).toEqual([
    { kind: "instance-failed", instance: "main", problem: "aws-unavailable" },
  ]);
});

test("a refused reading keeps the list that was there", () => {
  const refused = accessAfter(begin(first), { kind: "refused", trouble: troubleOf("session-ended") });
  expect([refused.phase, refused.trouble?.code, refused.entries.size]).toEqual([
    "refused",
    "session-ended",
    2,
  ]);
});

test("roles of an account that nobody named are left out", () => {
  expect(after(begin(nothingYet), roles("999999999999", "Admin")).entries.size).toBe(0);
});
