/**
 * Reads the organization into the store: its tree of units with the accounts, their tags, and the permission sets. What cannot be
 * read leaves what was there.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { assignmentsPage } from "@/lib/aws/assignments";
import { groupName, userIdOf } from "@/lib/aws/identity-store";
import { accountTagsPage, rootsPage, unitAccountsPage, unitsPage } from "@/lib/aws/organization-accounts";
import { type PermissionSet, permissionSet, permissionSetsPage } from "@/lib/aws/permission-sets";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";
import {
  type Asker,
  callFor,
  identityCenter,
  identityCenterCall,
  organizationsCall,
  type Page,
  pagesOf,
} from "@/lib/portal/organization-call";
import { forgetOrganization } from "@/lib/portal/organization-data";
import {
  keepOrganizationAccounts,
  keepPermissionSets,
  type OrganizationAccount,
  organizationAccounts,
} from "@/lib/store/organization";

/** All items of a list; none where what it is about is gone. */
async function all<Item>(ask: (next: string | null) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  try {
    for await (const page of pagesOf(ask)) items.push(...page);
  } catch (failure) {
    if (problemOf(failure) !== "not-found") throw failure;
  }
  return items;
}

function organizationList<Item>(
  asker: Asker,
  ask: (call: ReturnType<typeof callFor>) => Promise<Page<Item>>,
): Promise<Item[]> {
  return all((next) => organizationsCall(asker.signal, () => ask(callFor(asker, next))));
}

/** Roots and units from the top down, each with the path that its accounts have. */
async function* unitsOf(instance: Instance, asker: Asker): AsyncGenerator<{ id: string; path: string }> {
  const roots = await organizationList(asker, (call) => rootsPage(instance, call));
  // An account that stands in no unit has the root's own name for a path.
  const found = new Map(roots.map(({ id, name }) => [id, { path: name, above: "" }]));
  for (const [id, { path, above }] of found) {
    yield { id, path };
    for (const unit of await organizationList(asker, (call) => unitsPage(instance, id, call))) {
      const own = `${above}${unit.name}`;
      // A unit stands in one place. Told in two, it could stand below itself for ever.
      if (!found.has(unit.id)) found.set(unit.id, { path: own, above: `${own} / ` });
    }
  }
}

async function accountsOf(instance: Instance, asker: Asker): Promise<Map<string, OrganizationAccount>> {
  const known = await organizationAccounts(instance.id);
  const accounts = new Map<string, OrganizationAccount>();
  for await (const { id, path } of unitsOf(instance, asker)) {
    for (const account of await organizationList(asker, (call) => unitAccountsPage(instance, id, call))) {
      // What tags it had stays until they have been read.
      accounts.set(account.accountId, { ...account, path, tags: known.get(account.accountId)?.tags ?? {} });
    }
  }
  return accounts;
}

/** Kept twice: the tree is there after seconds, tags take a call for each account. */
async function readAccounts(instance: Instance, asker: Asker): Promise<void> {
  const accounts = await accountsOf(instance, asker);
  // There is always the management account. An answer without it must not take away what is known.
  if (accounts.size === 0)
    throw new PortalError("aws-malformed", "ListRoots: an organization without accounts");
  await keepOrganizationAccounts(instance.id, [...accounts.values()]);
  try {
    for (const account of accounts.values()) {
      const tags = await organizationList(asker, (call) =>
        accountTagsPage(instance, account.accountId, call),
      );
      accounts.set(account.accountId, { ...account, tags: Object.fromEntries(tags) });
    }
  } finally {
    await keepOrganizationAccounts(instance.id, [...accounts.values()]);
  }
}

async function readPermissionSets(instance: Instance, asker: Asker): Promise<void> {
  const center = await identityCenter(instance);
  const waiting = { ...asker, priority: "background" } as const;
  const arns = await all((next) =>
    identityCenterCall(instance, waiting, () => permissionSetsPage(instance, center, callFor(asker, next))),
  );
  const sets: PermissionSet[] = [];
  for (const arn of arns) {
    const [set] = await unlessGone(
      identityCenterCall(instance, waiting, () => permissionSet(instance, center, arn, callFor(asker))),
    );
    if (set) sets.push(set);
  }
  await keepPermissionSets(instance.id, sets);
}

/** Nobody: not in any identity store. */
const nobody = "00000000-0000-0000-0000-000000000000";

/** Asks once for nobody what is asked for people when they come, so that what a policy lacks is known here. */
async function tryLookUps(instance: Instance, asker: Asker): Promise<void> {
  const center = await identityCenter(instance);
  const lookUps: (() => Promise<unknown>)[] = [
    () => userIdOf(instance, center, { userName: nobody }, callFor(asker)),
    () => groupName(instance, center, nobody, callFor(asker)),
    () => assignmentsPage(instance, center, nobody, callFor(asker)),
  ];
  for (const lookUp of lookUps)
    await unlessGone(identityCenterCall(instance, { ...asker, priority: "background" }, lookUp));
}

/** What was asked for, or nothing where it is gone. */
async function unlessGone<T>(asked: Promise<T>): Promise<T[]> {
  try {
    return [await asked];
  } catch (failure) {
    if (problemOf(failure) !== "not-found") throw failure;
    return [];
  }
}

/** Reads what can be read, and answers with the failures of what cannot. Throws the signal's reason when that is aborted. */
export async function readOrganization(instance: Instance, signal: AbortSignal): Promise<unknown[]> {
  const asker = { correlationId: randomUUID(), signal };
  const failures: unknown[] = [];
  for (const read of [readPermissionSets, readAccounts, tryLookUps]) {
    await read(instance, asker).catch((failure: unknown) => failures.push(failure));
    signal.throwIfAborted();
  }
  forgetOrganization(instance);
  return failures;
}
