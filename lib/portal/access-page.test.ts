/** The first screen is from the store alone: the top of the list as its reader wants it, and nobody else's. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Grant } from "@/lib/core/grant";
import { accessPage } from "@/lib/portal/access-page";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { readList } from "@/lib/portal/list-reader-for-tests";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { keepPreferences } from "@/lib/portal/preferences";

let portal: TestPortal;
type Session = Awaited<ReturnType<TestPortal["newcomer"]>>;
let session: Session;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  session = await portal.signIn("everything");
  await readList(session.person);
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await keepPreferences(session.person, { favourites: [], hidden: [], groupBy: "none" });
});

test("it has the top of the list in its order, and counts the rest", async () => {
  const { first } = await accessPage(session);
  const names = first.accounts.map(({ name }) => name ?? "");
  expect(first.accounts).toHaveLength(24);
  expect(names).toEqual(
    [...names].sort(new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare),
  );
  expect(first.accountCount).toBeGreaterThan(40);
  expect(first.roleCount).toBeGreaterThan(first.accountCount);
  expect(Date.now() - new Date(first.checkedAt ?? 0).getTime()).toBeLessThan(600_000);
});

test("it asks AWS nothing", async () => {
  const before = await portal.control.calls("ListAccounts");
  await accessPage(session);
  expect(await portal.control.calls("ListAccounts")).toBe(before);
});

test("a hidden account leaves its place to another; a favourite is there wherever it stands", async () => {
  const before = (await accessPage(session)).first;
  const hidden = { instance: "main", accountId: before.accounts[0]?.accountId } as Grant;
  await keepPreferences(session.person, { favourites: [], hidden: [hidden], groupBy: "none" });
  const without = (await accessPage(session)).first;
  const shown = without.accounts.map(({ accountId }) => accountId);
  expect(shown).not.toContain(hidden.accountId);
  expect(shown).toHaveLength(24);
  expect(without.accountCount).toBe(before.accountCount);

  const all = (await readList(session.person)).of("kept")[0]?.accounts ?? [];
  const far = all.find(({ accountId }) => !shown.includes(accountId) && accountId !== hidden.accountId);
  const favourite = { instance: "main", accountId: far?.accountId, role: "Any" } as Grant;
  await keepPreferences(session.person, { favourites: [favourite], hidden: [hidden], groupBy: "none" });
  const { first } = await accessPage(session);
  expect(first.accounts.map(({ accountId }) => accountId)).toEqual([...shown, far?.accountId]);
});

test("a role that was taken is among the recent ones, soon", async () => {
  const line = (await readList(session.person)).of("kept")[0]?.accounts.at(-1);
  const grant = { instance: "main", accountId: line?.accountId ?? "", role: line?.roles?.[0] ?? "" } as Grant;
  await issueCredentials(session.person, newFacts(), { grant });
  await expect.poll(async () => (await accessPage(session)).recents).toEqual([grant]);
  const { first } = await accessPage(session);
  expect(first.accounts.map(({ accountId }) => accountId)).toContain(grant.accountId);
});

test("somebody who has never been here has an empty screen that says that AWS was not asked", async () => {
  const newcomer = await portal.signIn("reader");
  const { first, recents, changes } = await accessPage(newcomer);
  expect(first).toEqual({ accounts: [], accountCount: 0, roleCount: 0, checkedAt: null });
  expect([...recents, ...changes]).toEqual([]);
});
