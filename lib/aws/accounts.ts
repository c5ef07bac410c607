/** Asks IAM Identity Center which accounts a person has. The only file that knows `ListAccounts`. */

import "server-only";

import { ListAccountsCommand } from "@aws-sdk/client-sso";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, named } from "@/lib/aws/call";
import { identityCenterClient } from "@/lib/aws/clients";
import type { Account } from "@/lib/core/account";
import { AccountId } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

const Page = z.object({
  accountList: z.array(
    z.object({ accountId: AccountId, accountName: z.string().nullish(), emailAddress: z.string().nullish() }),
  ),
  nextToken: z.string().nullish(),
});

/**
 * One page of at most 100 accounts, in AWS's order. `next` is null on the last one; a page may be empty and still
 * have a next. `token` is the person's Identity Center token.
 */
export async function accountsPage(
  instance: Instance,
  token: string,
  call: Call,
): Promise<{ accounts: Account[]; next: string | null }> {
  const input = { accessToken: token, maxResults: 100, nextToken: call.next ?? undefined };
  const answer = await ask("ListAccounts", call, (options) =>
    identityCenterClient(instance).send(named(new ListAccountsCommand(input), call), options),
  );

  const { accountList, nextToken } = answerOf("ListAccounts", Page, answer);
  const accounts = accountList.map(({ accountId, accountName, emailAddress }) => ({
    accountId,
    name: textOrNull(accountName),
    email: textOrNull(emailAddress),
  }));
  return { accounts, next: nextToken || null };
}

/** A name that nobody can see is no name. */
export function textOrNull(value: string | null | undefined): string | null {
  return value && value.trim() !== "" ? value : null;
}
