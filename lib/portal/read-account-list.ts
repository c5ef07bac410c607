/** Asking AWS which accounts a person has, page by page, for as long as somebody waits. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { accountsPage } from "@/lib/aws/accounts";
import type { AccessLine } from "@/lib/core/access";
import type { Account } from "@/lib/core/account";
import { problemOf } from "@/lib/core/portal-error";
import { within } from "@/lib/core/within";
import { isCutOff } from "@/lib/portal/breaker";
import { hasFreshToken, identityCenterToken } from "@/lib/portal/identity-center-token";
import { mustHaveKnownOwner } from "@/lib/portal/known-owner";
import { failureKind } from "@/lib/portal/list-failures";
import { seedAccess } from "@/lib/portal/organization-data";
import { backOffMs } from "@/lib/portal/paced";
import { askInTurn, pageWalk, type Reading } from "@/lib/portal/reading";
import { keptLine } from "@/lib/portal/shown-accounts";
import { turn } from "@/lib/portal/turns";
import { keepAccounts, keptAccounts } from "@/lib/store/inventory";
import type { RefreshState } from "@/lib/store/inventory-refresh";
import { forgetSealedCredentials } from "@/lib/store/sealed-credentials";

/** A list whose pages contradict each other is read from its beginning so often. */
const beginnings = 3;

/** Assignments that are not there by then are not waited for. Milliseconds. */
const longestSeedingMs = 10_000;

const dayMs = 24 * 60 * 60 * 1000;

type Page = { accounts: readonly Account[]; next: string | null };

/** What assignments say, where the portal may read them: a new person's roles in a few pages. What fails there stops nothing. */
async function seeded({ person, instance, facts, signal }: Reading, state: RefreshState | null) {
  const isDue = !state?.assignedAt || Date.now() - state.assignedAt.getTime() > dayMs;
  if (!isDue) return false;
  await within(longestSeedingMs, signal, async (enough) => {
    const over = new Promise((resolve) => enough.addEventListener("abort", resolve, { once: true }));
    const seeding = seedAccess(person, instance, facts, enough).catch(() => undefined);
    await Promise.race([seeding, over]);
  });
  return true;
}

/** Waits for an answer; where AWS answers nobody at the moment, whoever reads hears that first. */
async function* heard<T>({ instance }: Reading, answer: Promise<T>): AsyncGenerator<AccessLine, T> {
  const ended = answer.then(
    () => true,
    () => true,
  );
  for (let isTold = false; !(await Promise.race([ended, pause(1000, false)])); ) {
    if (isTold || !isCutOff(instance, "lists")) continue;
    yield { kind: "instance-failed", instance: instance.id, problem: "aws-unavailable" };
    isTold = true;
  }
  return await answer;
}

/**
 * Before the page's turn: a turn that waits for a sign-in at AWS is used in a burst with others. A sign-in that only a list needs waits
 * in the lane of lists, as long as somebody reads: when everybody comes at once, nobody's keys stand behind it.
 */
async function signedIn({ person, instance, facts, signal }: Reading): Promise<void> {
  if (await hasFreshToken(person, instance, facts)) return;
  await turn(instance, "interactive", signal);
  await identityCenterToken(person, instance, facts, { hasTurn: true });
}

/** One page, asked for until it comes. Throws what waiting does not mend. */
async function* page(reading: Reading, next: string | null): AsyncGenerator<AccessLine, Page> {
  const { person, instance, facts, signal } = reading;
  const call = (token: string) => accountsPage(instance, token, { ...facts, next, signal });
  const ask = async () => {
    await signedIn(reading);
    const answer = await askInTurn(reading, "interactive", call);
    if (answer.accounts.length > 0) await mustHaveKnownOwner(person, instance, facts);
    return answer;
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* heard(reading, ask());
    } catch (failure) {
      signal.throwIfAborted();
      const problem = problemOf(failure);
      const kind = failureKind(problem);
      if (kind !== "outage" && kind !== "ours") throw failure;
      yield { kind: "instance-failed", instance: instance.id, problem };
      await pause(1000 + backOffMs(attempt), undefined, { signal });
    }
  }
}

/** All pages, once. The pages of a first reading are told as they come. */
async function* pages(reading: Reading, isFirst: boolean): AsyncGenerator<AccessLine, Map<string, Account>> {
  const { instance, presenter } = reading;
  const all = new Map<string, Account>();
  const goOn = pageWalk();
  let next: string | null = null;
  do {
    const { accounts, next: following }: Page = yield* page(reading, next);
    for (const account of accounts) all.set(account.accountId, account);
    next = goOn(following);
    if (!isFirst || next === null || accounts.length === 0) continue;
    const at = new Date().toISOString();
    const named = accounts.map(presenter.named);
    yield { kind: "accounts", instance: instance.id, accounts: named, complete: false, at };
  } while (next !== null);
  return all;
}

async function* wholeList(
  reading: Reading,
  isFirst: boolean,
): AsyncGenerator<AccessLine, Map<string, Account>> {
  for (let beginning = 1; ; beginning += 1) {
    try {
      return yield* pages(reading, isFirst);
    } catch (failure) {
      reading.signal.throwIfAborted();
      // Where a token was renewed half-way, AWS no longer knows the old one's pages.
      if (failureKind(problemOf(failure)) !== "lasting" || beginning === beginnings) throw failure;
    }
  }
}

/** The list of accounts, told and then kept. Throws what is wrong for all of it. */
export async function* readAccountList(
  reading: Reading,
  state: RefreshState | null,
): AsyncGenerator<AccessLine> {
  const { person, instance, presenter } = reading;
  const seeding = seeded(reading, state);
  const isFirst = !state?.accountsAt;
  const accounts = yield* wholeList(reading, isFirst);
  const named = [...accounts.values()].map(presenter.named);
  const line = (complete: boolean): AccessLine => {
    const at = new Date().toISOString();
    return { kind: "accounts", instance: instance.id, accounts: named, complete, at };
  };
  // Nobody waits for assignments with an empty screen.
  if (isFirst && instance.organization) yield line(false);

  // What assignments add stands before AWS's own list is kept, which takes away what AWS does not tell.
  const isSeeded = await seeding;
  reading.signal.throwIfAborted();
  const { gone } = await keepAccounts(person.id, instance.id, [...accounts.values()]);
  for (const accountId of gone)
    await forgetSealedCredentials(person.id, { instance: instance.id, accountId });
  yield line(true);

  const unconfirmed = isSeeded ? await keptAccounts(person.id, instance.id) : [];
  const told = unconfirmed.filter(({ seeded, groups }) => seeded || groups !== null);
  if (told.length > 0) yield keptLine(instance, presenter, told, { accountsAt: new Date(), whole: false });
}
