import { expect, test } from "vitest";
import type { AccessLine, NamedAccount, ShownAccount } from "@/lib/core/access";
import { type AccessState, accessAfter, firstState } from "./access-state";
import { checkedAtOf, isAllThere, progressOf } from "./reading-progress";

const at = "2026-11-21T04:00:00.000Z";

function account(number: number): NamedAccount {
  const accountId = String(number).padStart(12, "0");
  return { accountId, name: null, email: null, look: null, path: null, tags: null };
}

const list = (count: number) => Array.from({ length: count }, (_, number) => account(number));
const accounts = (count: number): AccessLine => ({
  kind: "accounts",
  instance: "main",
  accounts: list(count),
  complete: true,
  at,
});
const roles = (number: number): AccessLine => ({
  kind: "roles",
  instance: "main",
  accountId: account(number).accountId,
  roles: ["Admin"],
  groups: null,
  at,
});
const kept = (count: number, instance = "main", accountsAt: string | null = at): AccessLine => ({
  kind: "kept",
  instance,
  accounts: list(count).map(
    (one): ShownAccount => ({ ...one, roles: ["Admin"], rolesAt: at, problem: null, groups: null }),
  ),
  accountsAt,
  whole: true,
});
const due = (number: number): AccessLine => ({ kind: "due", instance: "main", due: number });

const nothing = firstState({
  instances: ["main", "partners"],
  accounts: [],
  checkedAt: null,
  changes: [],
  now: 0,
});
const after = (state: AccessState, ...lines: AccessLine[]) => accessAfter(state, { kind: "lines", lines });

test("before anything is known, accounts are what is waited for", () => {
  expect(progressOf(nothing)).toEqual({ kind: "accounts" });
});

test("a first reading tells how many accounts have told their roles, or failed to", () => {
  const some = after(nothing, accounts(4), due(4), roles(0), {
    kind: "account-failed",
    instance: "main",
    accountId: account(1).accountId,
    problem: "aws-slow",
  });
  expect(progressOf(some)).toEqual({ kind: "first", done: 2, total: 4, answered: 2 });
  expect(progressOf(after(some, roles(2), roles(3)))).toBeNull();
});

test("a reading that goes on where another stopped counts what was read before", () => {
  const stopped = after(nothing, accounts(4), roles(0), roles(1));
  const again = accessAfter(stopped, { kind: "begun", now: 1 });
  expect(progressOf(after(again, roles(2)))).toEqual({ kind: "first", done: 3, total: 4, answered: 1 });
});

test("a few accounts are read again without a word, many are not", () => {
  const known = after(nothing, kept(60));
  expect(progressOf(after(known, due(20)))).toBeNull();
  expect(progressOf(after(known, due(60), roles(1)))).toEqual({
    kind: "again",
    done: 1,
    total: 60,
    answered: 1,
  });
});

test("accounts of an instance that is down are not waited for", () => {
  const down = after(nothing, accounts(4), {
    kind: "instance-failed",
    instance: "main",
    problem: "aws-unavailable",
  });
  expect(progressOf(down)).toBeNull();
});

test("nobody waits for a reading that is over", () => {
  expect(progressOf(after(nothing, accounts(4), { kind: "end", at }))).toBeNull();
});

test("a list is as old as its oldest part", () => {
  const earlier = "2026-11-20T04:00:00.000Z";
  expect(checkedAtOf(nothing)).toBeNull();
  expect(checkedAtOf(after(nothing, kept(1), kept(1, "partners", earlier)))).toBe(earlier);
  expect(checkedAtOf(after(nothing, kept(1), kept(0, "partners", null)))).toBe(at);
});

test("all is there when each instance has shown its list or said why not", () => {
  const one = after(nothing, kept(1));
  expect([isAllThere(nothing), isAllThere(one), isAllThere(after(one, kept(0, "partners")))]).toEqual([
    false,
    false,
    true,
  ]);
});
