/**
 * What the organization says of accounts, roles and people, where the portal may read it. It is shown, and decides nothing. Where an
 * instance has it off, which is the default, nobody is asked: neither AWS nor the store.
 */

import "server-only";
import type { PermissionSetFacts } from "@/lib/core/access";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { assignedAccess } from "@/lib/portal/assigned-access";
import { seedAssignments } from "@/lib/store/inventory-seeds";
import { type OrganizationFacts, organizationAccounts, permissionSets } from "@/lib/store/organization";

export type Organization = {
  /** Null where it is not known. */
  account(accountId: string): OrganizationFacts | null;
  /** By role. Ask with `Object.hasOwn`: a role may be called `constructor`. */
  sets: Readonly<Record<string, PermissionSetFacts>>;
  /** Roles by the ARN of their permission sets. */
  setNames: ReadonlyMap<string, string>;
};

/** Read again from the store after so long. Milliseconds. */
const memoryMs = 60_000;

/** After a refusal nobody's assignments are asked for, for so long: with every person it would be refused again. Milliseconds. */
const refusedMs = 10 * 60_000;

const nothing: Organization = { account: () => null, sets: {}, setNames: new Map() };

type Memory = Map<string, { told: Promise<Organization>; until: number }>;

/** One entry for each instance of the settings. */
function memory(): Memory {
  return once("organization", () => new Map());
}

async function kept({ id }: Instance): Promise<Organization> {
  const [accounts, sets] = await Promise.all([organizationAccounts(id), permissionSets(id)]);
  return {
    account: (accountId) => accounts.get(accountId) ?? null,
    sets: Object.fromEntries(
      sets.map(({ name, description, sessionSeconds }) => [name, { description, sessionSeconds }]),
    ),
    setNames: new Map(sets.map(({ arn, name }) => [arn, name])),
  };
}

/** What was read last, by this process or another. Throws `store-unavailable`. */
export async function organizationOf(instance: Instance): Promise<Organization> {
  if (!instance.organization) return nothing;
  const known = memory().get(instance.id);
  if (known && known.until > Date.now()) return await known.told;

  const told = kept(instance);
  memory().set(instance.id, { told, until: Date.now() + memoryMs });
  told.catch(() => memory().get(instance.id)?.told === told && memory().delete(instance.id));
  return await told;
}

/** What an account is called. AWS's own list leaves names out at times, and the organization knows them. */
export function nameIn(
  organization: Organization,
  { accountId, name }: { accountId: string; name: string | null },
): string | null {
  return name ?? organization.account(accountId)?.name ?? null;
}

/** The next who asks gets what has just been read. */
export function forgetOrganization({ id }: Instance): void {
  memory().delete(id);
}

/** Until when nobody's assignments are asked for, by instance. */
function refusals(): Map<string, number> {
  return once("organization-refusals", () => new Map());
}

async function seed(person: Person, instance: Instance, facts: RequestFacts, signal: AbortSignal) {
  const { account, setNames } = await organizationOf(instance);
  const asker = { correlationId: facts.correlationId, signal };
  let isTold = false;
  for await (const accounts of assignedAccess(person, instance, asker, setNames)) {
    signal.throwIfAborted();
    const seeded = accounts.map((one) => {
      const { name, email } = account(one.accountId) ?? { name: null, email: null };
      return { ...one, name, email };
    });
    await seedAssignments(person.id, instance.id, seeded);
    isTold = true;
  }
  // That somebody has nothing is kept, too: they are not asked for again before tomorrow.
  if (!isTold) await seedAssignments(person.id, instance.id, []);
}

/**
 * Puts what was assigned to a person beside their list, page by page, until the signal: shown until AWS has told, which alone
 * decides. Whatever goes wrong ends it and nothing else; the job that reads the organization says it to whoever runs the portal.
 */
export async function seedAccess(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
  signal: AbortSignal,
): Promise<void> {
  if (!instance.organization || !person.emailVerified || !person.userName) return;
  if ((refusals().get(instance.id) ?? 0) > Date.now()) return;
  try {
    await seed(person, instance, facts, signal);
  } catch (failure) {
    const isRefused = ["aws-refused", "aws-misconfigured"].includes(problemOf(failure));
    if (isRefused) refusals().set(instance.id, Date.now() + refusedMs);
  }
}
