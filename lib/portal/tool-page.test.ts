/** The page of tools knows names, and no more than its reader's own list. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { accessPage } from "@/lib/portal/access-page";
import { readList } from "@/lib/portal/list-reader-for-tests";
import { portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { toolPage } from "@/lib/portal/tool-page";

let portal: TestPortal;
type Session = Awaited<ReturnType<TestPortal["newcomer"]>>;
let session: Session;
let grant: { instance: string; accountId: string; role: string };

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  session = await portal.signIn("everything");
  await readList(session.person);
  const account = (await accessPage(session)).first.accounts.find(({ roles }) => roles?.length);
  grant = {
    instance: "main",
    accountId: account?.accountId ?? "",
    role: account?.roles?.[0] ?? "",
  };
});

afterAll(async () => {
  await portal.stop();
});

test("a role of one's list is known with its account, and AWS is not asked", async () => {
  const before = await portal.control.calls("GetRoleCredentials");
  const known = await toolPage(session.person, grant);
  expect(known).toMatchObject({ portalUrl, grant, isListed: true });
  expect(known.account.name).not.toBeNull();
  expect(await portal.control.calls("GetRoleCredentials")).toBe(before);
});

test("to somebody else the same address tells nothing of the account", async () => {
  const other = await portal.signIn("newcomer");
  const known = await toolPage(other.person, grant);
  expect(known.isListed).toBe(false);
  expect(known.account).toMatchObject({ accountId: grant.accountId, name: null, email: null });
});

test("what is no grant's name, or of no instance of ours, is not found", async () => {
  for (const wrong of [
    { ...grant, accountId: "12345" },
    { ...grant, role: "<b>" },
    { ...grant, role: undefined },
    { ...grant, instance: "elsewhere" },
    { ...grant, instance: "../main" },
  ]) {
    await expect(toolPage(session.person, wrong)).rejects.toMatchObject({ code: "not-found" });
  }
});
