/** ListAccounts: the accounts in which a person has any role. */

import { type Emulator, now } from "@/sandbox/aws/emulator";
import { jsonAnswer } from "@/sandbox/aws/http/answer";
import type { Handler } from "@/sandbox/aws/operation";
import { bearerOf } from "./bearer";
import { listPage } from "./list-page";

export const listAccounts: Handler = (asked, emulator) => {
  const bearer = bearerOf(asked, emulator);
  if ("refused" in bearer) return bearer.refused;

  const accounts = bearer.company.accountsOf(bearer.login, listedAt(emulator));
  const page = listPage(accounts, `accounts of ${bearer.sessionId}`, asked, emulator);
  return "refused" in page ? page.refused : jsonAnswer(200, { accountList: page.items, ...page.end });
};

/** Lists lag behind: they show what was assigned a while ago. */
export function listedAt(emulator: Emulator): Date {
  return new Date(now(emulator) - emulator.options.listLagSeconds * 1000);
}
