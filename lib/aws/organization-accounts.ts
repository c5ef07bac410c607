/** Asks AWS Organizations for its tree of units, the accounts in it, and their tags. The only file that knows those calls. */

import "server-only";

import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-organizations";
import { z } from "zod";
import { textOrNull } from "@/lib/aws/accounts";
import { answerOf } from "@/lib/aws/answer";
import { type Call, named } from "@/lib/aws/call";
import { askAsReader, organizationsClient } from "@/lib/aws/organization-reader";
import type { Account } from "@/lib/core/account";
import { AccountId } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

/** `next` is null on the last page; a page may be empty and still have a next. */
type Page<Item> = { items: Item[]; next: string | null };

/** A root or an organizational unit. */
export type Unit = { id: string; name: string };

/** As many as AWS gives at once. */
const MaxResults = 20;

const NextToken = z.string().nullish();
const Id = z.string().min(1).max(100);
const Name = z.string().min(1).max(1000);

const Roots = z.object({ Roots: z.array(z.object({ Id, Name: Name.nullish() })), NextToken });
const Units = z.object({ OrganizationalUnits: z.array(z.object({ Id, Name })), NextToken });
const Accounts = z.object({
  Accounts: z.array(z.object({ Id: AccountId, Name: z.string().nullish(), Email: z.string().nullish() })),
  NextToken,
});
const Tags = z.object({ Tags: z.array(z.object({ Key: z.string(), Value: z.string() })), NextToken });

export async function rootsPage(instance: Instance, call: Call): Promise<Page<Unit>> {
  const client = organizationsClient(instance);
  const command = new ListRootsCommand({ MaxResults, NextToken: call.next ?? undefined });
  const answer = await askAsReader("ListRoots", call, client, (options) =>
    client.send(named(command, call), options),
  );
  const page = answerOf("ListRoots", Roots, answer);
  const items = page.Roots.map((root) => ({ id: root.Id, name: root.Name ?? "Root" }));
  return { items, next: page.NextToken || null };
}

/** The units that stand in a root or a unit, not what stands in them. Throws `not-found` for a parent that is gone. */
export async function unitsPage(instance: Instance, parentId: string, call: Call): Promise<Page<Unit>> {
  const client = organizationsClient(instance);
  const input = { ParentId: parentId, MaxResults, NextToken: call.next ?? undefined };
  const command = new ListOrganizationalUnitsForParentCommand(input);
  const answer = await askAsReader("ListOrganizationalUnitsForParent", call, client, (options) =>
    client.send(named(command, call), options),
  );
  const page = answerOf("ListOrganizationalUnitsForParent", Units, answer);
  const items = page.OrganizationalUnits.map((unit) => ({ id: unit.Id, name: unit.Name }));
  return { items, next: page.NextToken || null };
}

/** The accounts that stand in a root or a unit itself. Throws `not-found` for a parent that is gone. */
export async function unitAccountsPage(
  instance: Instance,
  parentId: string,
  call: Call,
): Promise<Page<Account>> {
  const client = organizationsClient(instance);
  const input = { ParentId: parentId, MaxResults, NextToken: call.next ?? undefined };
  const answer = await askAsReader("ListAccountsForParent", call, client, (options) =>
    client.send(named(new ListAccountsForParentCommand(input), call), options),
  );
  const page = answerOf("ListAccountsForParent", Accounts, answer);
  const items = page.Accounts.map((account) => ({
    accountId: account.Id,
    name: textOrNull(account.Name),
    email: textOrNull(account.Email),
  }));
  return { items, next: page.NextToken || null };
}

/** Key and value of each tag. AWS decides how long a page is. Throws `not-found` for an account that is gone. */
export async function accountTagsPage(
  instance: Instance,
  accountId: string,
  call: Call,
): Promise<Page<readonly [string, string]>> {
  const client = organizationsClient(instance);
  const input = { ResourceId: accountId, NextToken: call.next ?? undefined };
  const answer = await askAsReader("ListTagsForResource", call, client, (options) =>
    client.send(named(new ListTagsForResourceCommand(input), call), options),
  );
  const page = answerOf("ListTagsForResource", Tags, answer);
  return { items: page.Tags.map(({ Key, Value }) => [Key, Value] as const), next: page.NextToken || null };
}
