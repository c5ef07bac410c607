/** The company is what every other test stands on: its numbers and its hostile names must be what they claim. */

import { expect, test } from "vitest";
import { createClock } from "./clock";
import { createCompany, identities, identityOf, identityOfSubject, identityWithEmail } from "./company";
import { hostileAccountNames } from "./company-accounts";

const clock = createClock();
const legalRoleName = /^[\w+=,.@-]{1,32}$/;

function loginsOf(accounts?: number) {
  const company = createCompany({ clock, ...(accounts !== undefined && { accounts }) });
  return {
    company,
    sizes: new Map(identities.map(({ login }) => [login, company.accountsOf(login).length])),
  };
}

test.each([46, 665, 10_000])(
  "a company of %i has that many accounts, each with its own twelve digits",
  (count) => {
    const { accounts } = createCompany({ clock, accounts: count });
    expect(accounts).toHaveLength(count);
    expect(new Set(accounts.map(({ accountId }) => accountId)).size).toBe(count);
    for (const { accountId } of accounts) expect(accountId).toMatch(/^\d{12}$/);
  },
);

test.each([0, 45, 10_001, 46.5, Number.NaN])("a company of %d is refused", (count) => {
  expect(() => createCompany({ clock, accounts: count })).toThrow(RangeError);
});

test("a bigger company begins with the smaller one, and each start gives the same", () => {
  const small = createCompany({ clock }).accounts;
  expect(createCompany({ clock, accounts: 665 }).accounts.slice(0, small.length)).toEqual(small);
});

test("believable names are never given twice", () => {
  const names = createCompany({ clock, accounts: 5000 }).accounts.flatMap(
    ({ accountName }) => accountName ?? [],
  );
  expect(new Set(names).size).toBe(names.length);
});

test("some ids begin with zeros, some accounts have no name, some no e-mail", () => {
  const { accounts } = createCompany({ clock });
  expect(accounts.some(({ accountId }) => accountId.startsWith("00"))).toBe(true);
  expect(accounts.some((account) => !("accountName" in account))).toBe(true);
  expect(accounts.some((account) => !("emailAddress" in account))).toBe(true);
});

test("each identity has the accounts that it is good for", () => {
  const { company, sizes } = loginsOf(665);
  expect(sizes.get("engineer")).toBe(12);
  expect(sizes.get("newcomer")).toBe(0);
  expect(sizes.get("everything")).toBe(665);
  expect(sizes.get("hostile")).toBe(hostileAccountNames.length);
  for (const account of company.accountsOf("engineer")) {
    const roles = company.rolesOf("engineer", account.accountId);
    expect(roles.length).toBeGreaterThanOrEqual(1);
    expect(roles.length).toBeLessThanOrEqual(4);
  }
  const readerRoles = new Set(company.grantsOf("reader").map(({ roleName }) => roleName));
  expect([...readerRoles].sort()).toEqual(["ReadOnlyAccess", "ViewOnlyAccess"]);
});

test("an Identity Center user name is a legal session name and never the e-mail", () => {
  for (const { identityCenterUserName, email } of identities) {
    expect(identityCenterUserName).toMatch(/^[\w+=,.@-]{2,64}$/);
    expect(identityCenterUserName).not.toBe(email);
  }
  expect(new Set(identities.map(({ identityCenterUserName }) => identityCenterUserName)).size).toBe(
    identities.length,
  );
});

test("every role name is legal but one, which the hostile identity has", () => {
  const { company } = loginsOf();
  const illegal = identities.flatMap(({ login }) =>
    company.grantsOf(login).filter(({ roleName }) => !legalRoleName.test(roleName)),
  );
  expect(illegal.map(({ roleName }) => roleName)).toEqual(['bad role";\n']);
});

test("the hostile roles use every character and the whole length that AWS allows", () => {
  const names = loginsOf()
    .company.grantsOf("hostile")
    .map(({ roleName }) => roleName);
  for (const character of "+=,.@-_") expect(names.some((name) => name.includes(character))).toBe(true);
  expect(names.some((name) => name.length === 32)).toBe(true);
});

test("all three session lengths occur", () => {
  const hours = new Set(
    loginsOf()
      .company.grantsOf("engineer")
      .map(({ sessionHours }) => sessionHours),
  );
  expect([...hours].sort((one, other) => one - other)).toEqual([1, 4, 12]);
});

test("an assignment holds from its instant on, and no longer than it lasts", () => {
  const time = createClock();
  const company = createCompany({ clock: time });
  const accountId = company.accounts[0]?.accountId ?? "";
  const developer = { accountId, roleName: "Developer" };
  const has = (at?: Date) => company.grantsOf("newcomer", at).length > 0;

  const before = time.now();
  time.advance(60);
  company.assign("newcomer", developer);
  expect(has()).toBe(true);
  expect(has(before)).toBe(false);

  const between = time.now();
  time.advance(60);
  expect(company.unassign("newcomer", developer)).toBe(true);
  expect(has()).toBe(false);
  expect(has(between)).toBe(true);
  expect(company.unassign("newcomer", developer)).toBe(false);
});

test("a role taken away and given back is there again, and a reset undoes it all", () => {
  const company = createCompany({ clock: createClock() });
  const [grant] = company.grantsOf("engineer");
  if (!grant) throw new Error("The engineer has no role.");
  company.unassign("engineer", grant);
  company.assign("engineer", grant);
  company.assign("engineer", grant);
  expect(
    company
      .grantsOf("engineer")
      .filter((one) => one.roleName === grant.roleName && one.accountId === grant.accountId),
  ).toHaveLength(1);

  company.unassign("engineer", grant);
  company.reset();
  expect(company.grantsOf("engineer")).toContainEqual(grant);
});

test("people of a crowd share no account where there are enough, and each can be signed in", () => {
  const company = createCompany({ clock: createClock(), accounts: 300 });
  const ids = (login: string) => company.accountsOf(login).map(({ accountId }) => accountId);
  const [one, other] = [ids("crowd-0-40"), ids("crowd-1-40")];
  expect([one.length, other.length]).toEqual([40, 40]);
  expect(one.filter((id) => other.includes(id))).toEqual([]);
  expect(company.grantsOf("crowd-6-40").length).toBe(200);
  expect(identityOf("crowd-1-40")).toEqual(identityWithEmail("crowd-1-40@example.com"));
  expect(identityOfSubject("sub-of-crowd-1-40")?.login).toBe("crowd-1-40");
  expect(identityOf("crowd-1")).toBeUndefined();
});
