/** How far the reading is, in words. Pure. */

import { remaining } from "@/app/_ui/remaining";

/** Before so many answers the pace is a guess and not worth saying. */
const paceNeeds = 8;

type Reading = { named: number; answered: number; passedMs: number };

/** `Reading roles from AWS: 120 of 665 accounts, about 28 s left`. */
export function readingWords({ named, answered, passedMs }: Reading): string {
  if (named === 0) return "Reading accounts from AWS";
  const far = `Reading roles from AWS: ${answered} of ${named} account${named === 1 ? "" : "s"}`;
  const leftMs = answered < paceNeeds ? 0 : (passedMs / answered) * (named - answered);
  if (leftMs < 2000) return far;
  return `${far}, about ${leftMs < 60_000 ? `${Math.ceil(leftMs / 1000)} s` : remaining(leftMs)} left`;
}

function count(number: number, word: string): string {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

/** `3 of 214 roles in 38 accounts`, or `214 roles in 38 accounts` where all are shown. */
export function countWords(shown: number, roles: number, accounts: number): string {
  const all = `${count(roles, "role")} in ${count(accounts, "account")}`;
  return shown === roles ? all : `${shown.toLocaleString("en")} of ${all}`;
}
