import { expect, test } from "vitest";
import { troubleOf } from "@/app/_ui/ask";
import type { AccessLine, NamedAccount, ShownAccount } from "@/lib/core/access";
import { type AccessState, accessAfter, firstState } from "./access-state";

const account = (accountId: string, name: string): NamedAccount => ({
  accountId,
  name,
  email: null,
  look: null,
  path: null,
  tags: null,
});
const one = account("000000000001", "one");
const two = account("000000000002", "two");
const three = account("000000000003", "three");

/** The minute of a morning, so that times read as an order. */
const at = (minute: number) => `2026-11-21T04:${String(minute).padStart(2, "0")}:00.000Z`;

const shown = (of: NamedAccount, roles: string[] | null, minute: number | null): ShownAccount => ({
  ...of,
  roles,
  rolesAt: minute === null ? null : at(minute),
  problem: null,
  groups: null,
});
const kept = (
  accounts: ShownAccount[],
  { whole = true, minute = 0, instance = "main" } = {},
): AccessLine => ({
  kind: "kept",
  instance,
  accounts,
  accountsAt: at(minute),
  whole,
});
const accounts = (list: NamedAccount[], { complete = true, minute = 10 } = {}): AccessLine => ({
  kind: "accounts",
  instance: "main",
  accounts: list,
  complete,
  at: at(minute),
});
const roles = ({ accountId }: NamedAccount, minute: number, ...names: string[]): AccessLine => ({
  kind: "roles",
  instance: "main",
  accountId,
  roles: names,
  groups: null,
  at: at(minute),
});
const failed = ({ accountId }: NamedAccount): AccessLine => ({
  kind: "account-failed",
  instance: "main",
  accountId,
  problem: "aws-slow",
});
const down: AccessLine = { kind: "instance-failed", instance: "main", problem: "aws-unavailable" };
const due = (number: number): AccessLine => ({ kind: "due", instance: "main", due: number });
const end: AccessLine = { kind: "end", at: at(20) };

const nothing = firstState({ instances: ["main"], accounts: [], checkedAt: null, changes: [], now: 0 });
const after = (state: AccessState, ...lines: AccessLine[]) => accessAfter(state, { kind: "lines", lines });
const begin = (state: AccessState) => accessAfter(state, { kind: "begun", now: 1000 });
const told = (state: AccessState) =>
  Object.fromEntries(Array.from(state.entries.values(), (entry) => [entry.account.name, entry.roles]));
const main = (state: AccessState) => state.instances.get("main");

test("the first screen is shown before anything has come", () => {
  const first = { instance: "main", ...shown(one, ["Admin"], 1) };
  const state = firstState({
    instances: ["main"],
    accounts: [first],
    checkedAt: at(1),
    changes: [],
    now: 1000,
  });
  expect([told(state), main(state)?.accountsAt, main(state)?.whole]).toEqual([
    { one: ["Admin"] },
    at(1),
    false,
  ]);
});

test("what is kept comes whole, and what is kept no longer goes", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1), shown(two, ["Dev"], 1)]));
  expect([told(first), main(first)?.whole]).toEqual([{ one: ["Admin"], two: ["Dev"] }, true]);
  expect(told(after(first, kept([shown(one, ["Admin"], 1)])))).toEqual({ one: ["Admin"] });
});

test("of what is kept, only what changed may come, and the rest stays", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1), shown(two, ["Dev"], 1)]));
  const next = after(first, kept([shown(two, ["Dev", "Ops"], 5)], { whole: false, minute: 5 }));
  expect([told(next), main(next)?.accountsAt]).toEqual([{ one: ["Admin"], two: ["Dev", "Ops"] }, at(5)]);
});

test("accounts come in pages, their roles as AWS tells them, and the last page says what is gone", () => {
  const known = after(nothing, kept([shown(three, ["Old"], 1)]));
  const page = after(begin(known), accounts([one], { complete: false }));
  expect(told(page)).toEqual({ three: ["Old"], one: null });
  const both = after(page, accounts([two]), roles(two, 11, "Dev"));
  expect([told(both), main(both)?.accountsAt]).toEqual([{ one: null, two: ["Dev"] }, at(10)]);
});

test("an account named by an earlier reading alone is gone", () => {
  const before = after(begin(nothing), accounts([one, two]), end);
  expect(told(after(begin(before), accounts([one])))).toEqual({ one: null });
});

test("newer roles are never overwritten by older ones", () => {
  const fresh = after(nothing, accounts([one]), roles(one, 12, "New"));
  expect(told(after(fresh, roles(one, 11, "Old")))).toEqual({ one: ["New"] });
  expect(told(after(fresh, kept([shown(one, ["Old"], 11)])))).toEqual({ one: ["New"] });
  expect(told(after(fresh, kept([shown(one, ["Seeded"], null)])))).toEqual({ one: ["New"] });
  expect(told(after(fresh, kept([shown(one, ["Newest"], 13)])))).toEqual({ one: ["Newest"] });
});

test("roles known from assignments give way to what AWS says, even where it says less", () => {
  const seeded = after(nothing, kept([shown(one, ["Admin", "Dev"], null)]));
  const next = after(seeded, accounts([one]), roles(one, 11, "Dev"));
  expect(told(next)).toEqual({ one: ["Dev"] });
});

test("an account that fails keeps the roles it had, says why, and its next roles end that", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1)]), failed(one));
  expect(first.entries.get("main/000000000001")).toMatchObject({ roles: ["Admin"], problem: "aws-slow" });
  const next = after(first, roles(one, 12, "Admin"));
  expect(next.entries.get("main/000000000001")).toMatchObject({ problem: null, rolesAt: at(12) });
});

test("an instance that cannot answer takes nothing away, and the next reading that it answers ends its problem", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1)]), down, end);
  expect([first.phase, told(first), main(first)?.problem]).toEqual([
    "complete",
    { one: ["Admin"] },
    "aws-unavailable",
  ]);
  expect(main(first)?.accountsAt).toBe(at(0));
  const again = begin(first);
  expect(main(again)?.problem).toBe("aws-unavailable");
  expect(main(after(again, accounts([one])))?.problem).toBeNull();
  expect(main(after(again, kept([]), end))?.problem).toBeNull();
});

test("an instance that answers again in the same reading has no problem any more", () => {
  const state = after(begin(nothing), accounts([one]), down, roles(one, 11, "Admin"), end);
  expect([main(state)?.problem, told(state)]).toEqual([null, { one: ["Admin"] }]);
});

test("what another tab reads counts as answered, and what was known before does not", () => {
  const first = after(begin(nothing), kept([shown(one, ["Admin"], 1), shown(two, null, null)]));
  expect(main(first)?.answered).toBe(0);
  const next = after(first, kept([shown(two, ["Dev"], 5)], { whole: false, minute: 5 }));
  expect([main(next)?.answered, told(next)]).toEqual([1, { one: ["Admin"], two: ["Dev"] }]);
});

test("one instance that fails leaves the other's accounts and problem alone", () => {
  const both = firstState({
    instances: ["main", "partners"],
    accounts: [],
    checkedAt: null,
    changes: [],
    now: 0,
  });
  const state = after(
    both,
    kept([shown(one, ["Admin"], 1)]),
    kept([shown(two, ["Dev"], 1)], { instance: "partners" }),
    down,
    kept([], { instance: "partners" }),
    end,
  );
  expect([told(state), state.instances.get("partners")?.problem]).toEqual([{ one: ["Admin"] }, null]);
});

test("roles of an account that nobody named are left out", () => {
  expect(after(nothing, roles(three, 11, "Admin")).entries.size).toBe(0);
});

test("how much is still due goes down with each answer, whether AWS told roles or failed", () => {
  const state = after(begin(nothing), accounts([one, two]), due(2), roles(one, 11, "Admin"), failed(two));
  expect([main(state)?.due, main(state)?.answered]).toEqual([0, 2]);
  expect(main(begin(state))?.answered).toBe(0);
});

test("an entry of which nothing new was said stays the very same", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1), shown(two, ["Dev"], 1)]));
  const next = after(first, accounts([one, two]), roles(two, 12, "Dev"));
  const same = (key: string) => first.entries.get(key) === next.entries.get(key);
  expect([same("main/000000000001"), same("main/000000000002")]).toEqual([true, false]);
});

test("a broken connection keeps the list, and is over when something comes", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1)]));
  const trouble = troubleOf("stopping");
  const lost = accessAfter(first, { kind: "lost", trouble, retryAt: 5000 });
  expect([lost.phase, lost.lost?.retryAt, told(lost)]).toEqual(["lost", 5000, { one: ["Admin"] }]);
  const trying = begin(lost);
  expect([trying.phase, trying.lost]).toEqual(["reading", { trouble, retryAt: null }]);
  expect(after(trying, due(0)).lost).toBeNull();
});

test("a refused reading keeps the list that was there", () => {
  const first = after(nothing, kept([shown(one, ["Admin"], 1)]));
  const refused = accessAfter(begin(first), { kind: "refused", trouble: troubleOf("session-ended") });
  expect([refused.phase, refused.trouble?.code, told(refused)]).toEqual([
    "refused",
    "session-ended",
    { one: ["Admin"] },
  ]);
});

test("a list is complete only when its end was said", () => {
  const read = after(begin(nothing), accounts([one]), roles(one, 11, "Admin"));
  expect([read.phase, after(read, end).phase]).toEqual(["reading", "complete"]);
});
