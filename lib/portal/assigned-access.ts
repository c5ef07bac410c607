/**
 * What has been assigned to a person, by administrators' word: accounts, roles, and the groups that give them. It is shown until
 * AWS's own list has told, and never decides anything.
 */

import "server-only";
import { type Assignment, assignmentsPage } from "@/lib/aws/assignments";
import type { Call } from "@/lib/aws/call";
import type { IdentityCenter } from "@/lib/aws/identity-center-instance";
import { groupName, userIdOf } from "@/lib/aws/identity-store";
import { permissionSet } from "@/lib/aws/permission-sets";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";
import {
  type Asker,
  callFor,
  everybody,
  identityCenter,
  identityCenterCall,
  pagesOf,
} from "@/lib/portal/organization-call";

export type AssignedAccount = {
  accountId: string;
  roles: string[];
  /** For a role, the groups that give it; a role that was assigned to the person alone is not here. */
  groups: Record<string, string[]>;
};

/** By role, the groups that give it. */
type Roles = Map<string, Set<string>>;

/** By account. */
type Access = Map<string, Roles>;

type Names = Map<string, { name: Promise<string | null>; until: number }>;

/** Names of groups and permission sets kept in this process, and how long. Far more than a company has. */
const mostNames = 5000;
const nameMs = 60 * 60 * 1000;

/** `not-found` as null; and what may not be read, where the caller can do without it. */
async function orNull<T>(asked: Promise<T>, alsoRefused: boolean): Promise<T | null> {
  try {
    return await asked;
  } catch (failure) {
    const problem = problemOf(failure);
    if (problem === "not-found" || (alsoRefused && problem === "aws-refused")) return null;
    throw failure;
  }
}

/** Asked for once, however many people have it. What is gone or may not be read is not asked for again soon, either. */
function nameOf(
  instance: Instance,
  id: string,
  ask: (call: Call) => Promise<string | null>,
): Promise<string | null> {
  const names = once("organization-names", (): Names => new Map());
  const key = `${instance.id} ${id}`;
  const kept = names.get(key);
  if (kept && kept.until > Date.now()) return kept.name;

  if (names.size >= mostNames) names.clear();
  const asker = everybody();
  const name = orNull(
    identityCenterCall(instance, { ...asker, priority: "interactive" }, () => ask(callFor(asker))),
    true,
  );
  names.set(key, { name, until: Date.now() + nameMs });
  name.catch(() => names.get(key)?.name === name && names.delete(key));
  return name;
}

type Reader = { instance: Instance; center: IdentityCenter; asker: Asker };

async function findUser(
  { instance, center, asker }: Reader,
  by: { userName: string } | { email: string },
): Promise<string | null> {
  const finding = identityCenterCall(instance, { ...asker, priority: "interactive" }, () =>
    userIdOf(instance, center, by, callFor(asker)),
  );
  return await orNull(finding, false);
}

/**
 * The user whom the provider's user name and its verified address both mean. Either alone could be somebody else's: there are
 * providers that let people choose one of them.
 */
async function userOf({ userName, email, emailVerified }: Person, reader: Reader): Promise<string | null> {
  if (!userName || !email || !emailVerified) return null;
  const byName = await findUser(reader, { userName });
  return byName !== null && byName === (await findUser(reader, { email })) ? byName : null;
}

/** The id of a person in the instance's identity store; null where they are nobody there, or not certainly one. */
export async function assignedUser(person: Person, instance: Instance, asker: Asker): Promise<string | null> {
  return await userOf(person, { instance, center: await identityCenter(instance), asker });
}

async function add(
  access: Access,
  { accountId, permissionSetArn, groupId }: Assignment,
  { instance, center }: Reader,
  setNames: ReadonlyMap<string, string>,
): Promise<string | null> {
  const [role, group] = await Promise.all([
    setNames.get(permissionSetArn) ??
      nameOf(instance, permissionSetArn, async (call) => {
        return (await permissionSet(instance, center, permissionSetArn, call))?.name ?? null;
      }),
    groupId && nameOf(instance, groupId, (call) => groupName(instance, center, groupId, call)),
  ]);
  if (role === null) return null;
  const roles = access.get(accountId) ?? new Map<string, Set<string>>();
  access.set(accountId, roles);
  const groups = roles.get(role) ?? new Set<string>();
  roles.set(role, groups);
  if (group) groups.add(group);
  return accountId;
}

/**
 * Page by page, each time all that is known so far of the accounts that the page was about. `setNames`: names of permission sets by
 * ARN; others are asked for. Nothing where the person is nobody in the identity store.
 */
export async function* assignedAccess(
  person: Person,
  instance: Instance,
  asker: Asker,
  setNames: ReadonlyMap<string, string>,
): AsyncGenerator<AssignedAccount[]> {
  const reader = { instance, center: await identityCenter(instance), asker };
  const userId = await userOf(person, reader);
  if (userId === null) return;

  const access: Access = new Map();
  const pages = pagesOf((next) =>
    identityCenterCall(instance, { ...asker, priority: "interactive" }, () =>
      assignmentsPage(instance, reader.center, userId, callFor(asker, next)),
    ),
  );
  for await (const page of pages) {
    const touched = await Promise.all(page.map((one) => add(access, one, reader, setNames)));
    const ids = new Set(touched.filter((id) => id !== null));
    yield [...ids].map((accountId) => ({ accountId, ...written(access.get(accountId)) }));
  }
}

function written(roles: Roles = new Map()): Omit<AssignedAccount, "accountId"> {
  const all = [...roles];
  const given = all.filter(([, groups]) => groups.size > 0);
  return {
    roles: all.map(([role]) => role),
    groups: Object.fromEntries(given.map(([role, groups]) => [role, [...groups].sort()])),
  };
}
