/** What the organization tells is shown and decides nothing, is off unless it is on, and when it fails stops nothing. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccessLine } from "@/lib/core/access";
import { forget } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import { type Instance, instances } from "@/lib/env";
import { forgetLooks } from "@/lib/portal/account-looks";
import { changeAccountRules } from "@/lib/portal/account-rules";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { keepOrganizationFresh } from "@/lib/portal/keep-organization-fresh";
import { listAccess } from "@/lib/portal/list-access";
import { organizationOf, seedAccess } from "@/lib/portal/organization-data";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { readOrganization } from "@/lib/portal/read-organization";
import { presenterOf } from "@/lib/portal/shown-accounts";
import { keptAccounts } from "@/lib/store/inventory";
import type { KeptAccount } from "@/lib/store/kept-account";
import { createClock } from "@/sandbox/clock";
import { createCompany, identityOf } from "@/sandbox/company";
import { createPartners } from "@/sandbox/company-partners";

let portal: TestPortal;
let person: Person;

const never = new AbortController().signal;
const company = createCompany({ clock: createClock() });
const on = { ORGANIZATION_DATA: "true", ORGANIZATION_ROLE_ARN: "", INSTANCES_FILE: "" };
const asksForName = {
  field: "name",
  kind: "glob",
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: true,
} as const;
const off = { ...on, ORGANIZATION_DATA: "" };

function idOf(name: string): string {
  return company.accounts.find(({ accountName }) => accountName === name)?.accountId ?? "";
}

function instance(): Instance {
  const [first] = instances();
  if (!first) throw new Error("The settings describe no instance.");
  return first;
}

async function kept(of = person): Promise<readonly KeptAccount[]> {
  return await keptAccounts(of.id, "main");
}

const seed = (of = person, signal = never) => seedAccess(of, instance(), newFacts(), signal);

async function listed(of = person): Promise<AccessLine[]> {
  const lines: AccessLine[] = [];
  for await (const line of listAccess(of, newFacts(), {}, never)) lines.push(line);
  return lines;
}

/** The sandbox forgets its sessions at every reset; AWS does not. */
function forgetSessions(all: readonly Instance[]): void {
  for (const { id, region, organization } of all) {
    const role = `${region} ${organization?.roleArn ?? ""}`;
    forget(`aws-organization-session ${role}`);
    for (const service of ["organizations", "sso-admin", "identitystore"])
      forget(`aws-reader ${service} ${id} ${role}`);
  }
}

/** `account role`, of all that is kept. */
async function grants(of = person): Promise<string[]> {
  return (await kept(of))
    .flatMap(({ accountId, roles }) => roles.map((role) => `${accountId} ${role}`))
    .sort();
}

function grantsOf(login: string): string[] {
  const legal = company.grantsOf(login).filter(({ roleName }) => !/[";\n]/.test(roleName));
  return legal.map(({ accountId, roleName }) => `${accountId} ${roleName}`).sort();
}

const lookUps = [
  "ListInstances",
  "GetUserId",
  "ListAccountAssignmentsForPrincipal",
  "DescribePermissionSet",
  "DescribeGroup",
];
const readings = [
  "ListPermissionSets",
  "ListRoots",
  "ListOrganizationalUnitsForParent",
  "ListAccountsForParent",
  "ListTagsForResource",
  "AssumeRole",
];

/** How often each call that reads the organization was made, where it was. */
async function asked(): Promise<Record<string, number>> {
  const counts = await Promise.all(
    [...lookUps, ...readings].map(async (name) => [name, await portal.control.calls(name)] as const),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset(off);
  person = (await portal.newcomer("everything")).person;
  for (const table of [
    "inventory_account",
    "inventory_refresh",
    "organization_account",
    "permission_set",
    "job_lease",
    "account_rules",
  ])
    await portal.store.run(`DELETE FROM ${table}`);
  forgetLooks();
  await portal.reset(on);
  for (const name of ["organization", "organization-names", "organization-refusals", "organization-readings"])
    forget(name);
  for (const name of ["organization-failures", "aws-circuit lists main", "identity-center main"])
    forget(name);
});

describe("assignments", () => {
  test("show a newcomer the whole list in a few calls", async () => {
    await readOrganization(instance(), never);
    const before = await asked();
    await seed();
    expect(await grants()).toEqual(grantsOf("everything"));
    const calls = await asked();
    const count = (name: string) => (calls[name] ?? 0) - (before[name] ?? 0);
    const pages = count("ListAccountAssignmentsForPrincipal");
    expect(pages).toBeLessThanOrEqual(4);
    expect(count("GetUserId")).toBe(2);
    expect(count("DescribePermissionSet")).toBe(0);
    expect((await kept()).every(({ rolesAt, seeded }) => rolesAt === null && seeded)).toBe(true);
  });

  test("need nothing to have been read before", async () => {
    await seed();
    expect(await grants()).toEqual(grantsOf("everything"));
  });

  test("say which groups give a role, and none for one that was assigned to the person", async () => {
    ({ person } = await portal.newcomer("engineer"));
    await seed();
    const account = (await kept()).find(({ accountId }) => accountId === idOf("payments-prod"));
    expect(account?.groups).toEqual({
      Developer: ["aws-payments"],
      ReadOnlyAccess: ["aws-payments", "aws-readers"],
    });
    const own = (await kept()).find(({ accountId }) => accountId === idOf("search-dev"));
    expect([own?.roles, own?.groups]).toEqual([["AdministratorAccess"], {}]);
  });

  test("that AWS's own list does not confirm disappear once it has told, and never give keys", async () => {
    ({ person } = await portal.newcomer("engineer"));
    await portal.control.option("unprovisionedAssignments", true);
    await seed();
    const wrong = [
      { accountId: idOf("backup-vault"), role: "AdministratorAccess" },
      { accountId: idOf("payments-dev"), role: "DatabaseAdministrator" },
    ];
    for (const { accountId, role } of wrong) {
      expect(await grants()).toContain(`${accountId} ${role}`);
      const keys = issueCredentials(person, newFacts(), { grant: { instance: "main", accountId, role } });
      expect(await keys.then(() => "keys", problemOf)).toBe("role-not-granted");
    }
    await listed();
    expect(await grants()).toEqual(grantsOf("engineer"));
    expect((await kept()).every(({ rolesAt }) => rolesAt !== null)).toBe(true);
  });

  test("of what AWS has told already change no role", async () => {
    ({ person } = await portal.newcomer("engineer"));
    await listed();
    await portal.control.option("unprovisionedAssignments", true);
    await seed();
    const account = (await kept()).find(({ accountId }) => accountId === idOf("payments-dev"));
    expect(account?.roles).not.toContain("DatabaseAdministrator");
    expect(account?.groups).toMatchObject({ Developer: ["aws-payments"] });
  });

  test("of another person never appear: user name and address must both be theirs", async () => {
    const other = identityOf("administrator");
    for (const claims of [
      { userName: other?.identityCenterUserName ?? "" },
      { email: other?.email ?? "" },
      { userName: other?.identityCenterUserName ?? "", email: other?.email ?? "", emailVerified: false },
      { userName: "nobody" },
      { userName: null },
      { email: null },
    ]) {
      await seed({ ...person, ...claims });
      expect(await kept()).toEqual([]);
    }
  });

  test("of twenty who come at once are each their own", async () => {
    const people: Person[] = [];
    for (let place = 0; place < 20; place += 1) {
      people.push((await portal.newcomer(`crowd-${place}-4`)).person);
    }
    await Promise.all(people.map((one) => seed(one)));
    for (const [place, one] of people.entries()) {
      expect(await grants(one)).toEqual(grantsOf(`crowd-${place}-4`));
    }
    expect((await asked()).ListInstances).toBe(1);
  });

  test("are known as long as somebody waits, and no longer", async () => {
    await seed(person, AbortSignal.abort());
    expect(await kept()).toEqual([]);
  });
});

test("where it is off, nobody is asked, and nothing is known", async () => {
  await portal.reset(off);
  expect(instance().organization).toBeNull();
  await seed();
  await keepOrganizationFresh(never);
  expect((await organizationOf(instance())).account(idOf("payments-prod"))).toBeNull();
  expect((await organizationOf(instance())).sets).toEqual({});
  await listed();
  expect(await asked()).toEqual({});
  expect(await kept()).not.toEqual([]);
});

describe("when a call about assignments fails", () => {
  beforeEach(async () => {
    ({ person } = await portal.newcomer("engineer"));
  });

  test.each(lookUps)("%s, nothing false is shown, and the list comes all the same", async (operation) => {
    for (const answer of ["deny", "malformed", "error"]) {
      await portal.control.fault(operation, answer, 1000);
      await seed();
      forget("organization-refusals");
      const shown = new Set(grantsOf("engineer"));
      expect((await grants()).filter((grant) => !shown.has(grant))).toEqual([]);
    }
    const lines = await listed();
    expect(lines.filter(({ kind }) => kind === "instance-failed")).toEqual([]);
    expect(await grants()).toEqual(grantsOf("engineer"));
    expect((await kept()).every(({ rolesAt }) => rolesAt !== null)).toBe(true);
  });

  test("and hangs, the list comes all the same", async () => {
    await portal.control.fault("ListAccountAssignmentsForPrincipal", "hang", 1000);
    expect((await listed()).at(-1)?.kind).toBe("end");
    expect(await grants()).toEqual(grantsOf("engineer"));
  }, 30_000);

  test("and a refusal is not asked for again with the next person", async () => {
    await portal.control.fault("GetUserId", "deny", 1000);
    await seed();
    const { person: next } = await portal.newcomer("reader");
    await seed(next);
    expect((await asked()).GetUserId).toBe(1);
  });

  test("once, it is asked again", async () => {
    for (const operation of lookUps) await portal.control.fault(operation, "throttle", 1);
    await seed();
    expect(await grants()).toEqual(grantsOf("engineer"));
  });
});

describe("the organization", () => {
  test("is known after one reading: units, addresses, tags, permission sets", async () => {
    expect(await readOrganization(instance(), never)).toEqual([]);
    const { account, sets } = await organizationOf(instance());
    expect(account(idOf("payments-prod"))).toMatchObject({
      name: "payments-prod",
      path: "Retail / Payments / Production",
      tags: { owner: "retail-platform@example.com", "data-class": "cardholder" },
    });
    expect(account(idOf("payments-prod"))?.email).toMatch(/@example\.com$/);
    expect(account(idOf("organization-management"))?.path).toBe("Root");
    expect(account("999999999999")).toBeNull();
    expect(sets.ReadOnlyAccess).toEqual({
      description: "Reads everything, data too.",
      sessionSeconds: 12 * 3600,
    });
    expect(sets.Billing).toEqual({ description: null, sessionSeconds: 4 * 3600 });
  });

  test("names an account whose name AWS's own list leaves out: on the page, on the record, and where it must be typed", async () => {
    ({ person } = await portal.newcomer("engineer"));
    await readOrganization(instance(), never);
    await listed();
    const accountId = idOf("payments-prod");
    await portal.store.run(`UPDATE inventory_account SET name = NULL WHERE account_id = '${accountId}'`);
    const { shown } = await presenterOf(instance());
    const account = (await kept()).find((one) => one.accountId === accountId);
    expect(account && shown(account)).toMatchObject({
      name: "payments-prod",
      look: { environment: "production" },
    });

    const rules = [{ ...asksForName, pattern: "*-prod" }];
    await changeAccountRules(person, newFacts(), { version: 0, rules });
    const facts = newFacts();
    const keys = (confirmation?: string) =>
      issueCredentials(person, facts, {
        grant: { instance: "main", accountId, role: "Developer" },
        ...(confirmation ? { confirmation } : {}),
      }).then(() => "keys", problemOf);
    expect(await keys()).toBe("confirmation-needed");
    expect(await keys("payments-prod")).toBe("keys");
    const events = await portal.events(facts);
    expect(events.map(({ kind }) => kind)).toContain("credentials.issued");
    expect(
      events.filter((event) => !JSON.stringify(event).includes('"accountName":"payments-prod"')),
    ).toEqual([]);
  });

  test("keeps hostile names, tags and descriptions as the text that they are", async () => {
    await readOrganization(instance(), never);
    const { account, sets } = await organizationOf(instance());
    const hostile = company.accountsOf("hostile")[0]?.accountId ?? "";
    expect(account(hostile)?.path).toBe('<b onclick="alert(1)">Hostile</b> & / sons / ..');
    expect(Object.keys(account(hostile)?.tags ?? {})).toContain("constructor");
    expect(sets.constructor).toEqual({
      description: "Role <b>constructor</b><img src=x onerror=alert(1)> second line",
      sessionSeconds: 4 * 3600,
    });
    expect(Object.keys(sets)).not.toContain('bad role";\n');
    expect(Object.getPrototypeOf(sets)).toBe(Object.prototype);
  });

  test.each(["ListRoots", "ListOrganizationalUnitsForParent", "ListAccountsForParent"])(
    "of which %s fails keeps what was known, and the permission sets are read",
    async (operation) => {
      await readOrganization(instance(), never);
      await portal.store.run("DELETE FROM permission_set");
      for (const answer of ["deny", "malformed"]) {
        await portal.control.fault(operation, answer, 1000);
        expect(await readOrganization(instance(), never)).toHaveLength(1);
        const { account, sets } = await organizationOf(instance());
        expect(account(idOf("payments-prod"))?.path).toBe("Retail / Payments / Production");
        expect(sets.Developer).toBeDefined();
      }
    },
  );

  test("whose tags may not be read has units all the same, and keeps the tags that were known", async () => {
    await portal.control.fault("ListTagsForResource", "deny", 1000);
    expect(await readOrganization(instance(), never)).toHaveLength(1);
    expect((await organizationOf(instance())).account(idOf("payments-prod"))).toMatchObject({
      path: "Retail / Payments / Production",
      tags: {},
    });
    await portal.reset(on);
    await readOrganization(instance(), never);
    await portal.control.fault("ListTagsForResource", "deny", 1000);
    await readOrganization(instance(), never);
    const known = (await organizationOf(instance())).account(idOf("payments-prod"));
    expect(known?.tags).toMatchObject({ owner: "retail-platform@example.com" });
  });

  test("that answers only now and then is read to its end", async () => {
    for (const operation of [
      "ListRoots",
      "ListAccountsForParent",
      "ListTagsForResource",
      "ListPermissionSets",
    ]) {
      await portal.control.fault(operation, operation === "ListRoots" ? "throttle" : "reset", 1);
    }
    expect(await readOrganization(instance(), never)).toEqual([]);
  });

  test("is read in a role of the management account, which is assumed once", async () => {
    const management = idOf("organization-management");
    const roleArn = `arn:aws:iam::${management}:role/SallyportOrganizationReader`;
    await portal.reset({ ...on, ORGANIZATION_ROLE_ARN: roleArn });
    forgetSessions(instances());
    expect(await readOrganization(instance(), never)).toEqual([]);
    await seed();
    expect((await asked()).AssumeRole).toBe(1);
  });

  test("in a role that may not be assumed is nobody's but the log's", async () => {
    const management = idOf("organization-management");
    const roleArn = `arn:aws:iam::${management}:role/NoSuchRole`;
    await portal.reset({ ...on, ORGANIZATION_ROLE_ARN: roleArn });
    const failures = await readOrganization(instance(), never);
    expect(failures.map(problemOf)).toEqual(["aws-misconfigured", "aws-misconfigured", "aws-misconfigured"]);
    expect(String(failures[0])).toContain("sts:AssumeRole");
    await listed();
    expect(await grants()).toEqual(grantsOf("everything"));
  });
});

test("two instances have two organizations, and neither tells of the other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "organization-data-"));
  const file = join(folder, "instances.yaml");
  writeFileSync(file, portal.instancesYaml({ partners: "trusted-issuer", organization: true }));
  const noInstance = Object.fromEntries(
    ["START_URL", "REGION", "CONNECT", "APPLICATION_ARN"].map((part) => [`IDENTITY_CENTER_${part}`, ""]),
  );
  ({ person } = await portal.newcomer("engineer"));
  await portal.reset({ ...off, ...noInstance, INSTANCES_FILE: file });
  forgetSessions(instances());
  expect(instances()).toHaveLength(2);
  rmSync(folder, { recursive: true });

  await keepOrganizationFresh(never);
  const shared = createPartners(createClock());
  for (const [id, organization] of [
    ["main", company],
    ["partners", shared],
  ] as const) {
    const found = instances().find((one) => one.id === id);
    if (!found) throw new Error(`There is no instance ${id}.`);
    await seedAccess(person, found, newFacts(), never);
    const seeded = (await keptAccounts(person.id, id)).flatMap(({ accountId, roles }) =>
      roles.map((role) => `${accountId} ${role}`),
    );
    const granted = organization.grantsOf("engineer").map((one) => `${one.accountId} ${one.roleName}`);
    expect(seeded.sort()).toEqual(granted.sort());
    const { account } = await organizationOf(found);
    const other = id === "main" ? shared : company;
    const only = other.accounts.find(({ accountId }) => !organization.accountOf(accountId));
    expect(account(organization.accounts[0]?.accountId ?? "")).not.toBeNull();
    expect(account(only?.accountId ?? "")).toBeNull();
  }
});

describe("the job", () => {
  const outcome = () => keepOrganizationFresh(never).then(() => "read", String);

  test("reads once, and not again before it is time", async () => {
    expect(await outcome()).toBe("read");
    const calls = await asked();
    expect(calls.ListRoots).toBe(1);
    expect(await outcome()).toBe("read");
    expect(await asked()).toEqual(calls);
  });

  test("is done by one replica", async () => {
    await portal.store.run(
      "INSERT INTO job_lease (name, holder, until) VALUES ('read-organization main', gen_random_uuid(), now() + interval '1 minute')",
    );
    expect(await outcome()).toBe("read");
    expect(await asked()).toEqual({});
  });

  test("says once what a policy lacks, also what people's lists will need", async () => {
    for (const operation of ["ListRoots", "GetUserId", "ListPermissionSets"])
      await portal.control.fault(operation, "deny", 1000);
    const said = await outcome();
    expect(said).toContain("aws-refused");
    for (const action of ["organizations:ListRoots", "identitystore:GetUserId", "sso:ListPermissionSets"])
      expect(said).toContain(`does its policy allow ${action}?`);
    forget("organization-readings");
    expect(await outcome()).toBe("read");
    await portal.reset(on);
    forget("organization-readings");
    expect(await outcome()).toBe("read");
    await portal.control.fault("ListRoots", "deny", 1000);
    forget("organization-readings");
    expect(await outcome()).toContain("organizations:ListRoots");
  });

  test("ends when the process stops, says nothing, and is free for the next", async () => {
    const stopping = new AbortController();
    await portal.control.fault("ListRoots", "hang", 1000);
    const working = keepOrganizationFresh(stopping.signal).then(() => "ended", String);
    await expect.poll(() => portal.control.calls("ListRoots"), { timeout: 20_000 }).toBe(1);
    stopping.abort();
    expect(await working).toBe("ended");
    const [lease] = await portal.store.query<{ free: boolean }>(
      "SELECT until <= now() AS free FROM job_lease WHERE name = 'read-organization main'",
    );
    expect(lease?.free).toBe(true);
  });
});
