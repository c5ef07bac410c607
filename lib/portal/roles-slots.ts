/**
 * Asks AWS for the roles of several accounts at once. A slot waits for its turn first and takes its account then: what somebody has
 * begun to look at meanwhile goes first.
 */

import "server-only";
import { rolesPage } from "@/lib/aws/account-roles";
import { env } from "@/lib/env";
import type { DueQueue } from "@/lib/portal/due-queue";
import type { Mailbox } from "@/lib/portal/mailbox";
import { askInTurn, pageWalk, type Reading } from "@/lib/portal/reading";
import { keepRoles } from "@/lib/store/inventory";
import { confirmSealedCredentials } from "@/lib/store/sealed-credentials";

type Lane = "interactive" | "background";

export type Outcome =
  | { accountId: string; roles: readonly string[]; at: Date }
  /** No account, where the way to AWS failed before one was taken. */
  | { accountId: string | null; failure: unknown };

/** All of an account's roles, kept as soon as AWS has told them. Null where no account was left. */
async function readOne(reading: Reading, lane: Lane, pick: () => string | null): Promise<Outcome | null> {
  const { person, instance, facts, signal } = reading;
  const roles = new Set<string>();
  const goOn = pageWalk();
  let accountId: string | null = null;
  let next: string | null = null;
  try {
    do {
      const page = await askInTurn(reading, lane, async (token) => {
        accountId ??= pick();
        return accountId === null
          ? null
          : await rolesPage(instance, token, accountId, { ...facts, next, signal });
      });
      if (accountId === null || page === null) return null;
      for (const role of page.roles) roles.add(role);
      next = goOn(page.next);
    } while (next !== null);
    const sorted = [...roles].sort();
    await keepRoles(person.id, instance.id, accountId, sorted);
    await confirmSealedCredentials(person.id, instance.id, accountId, sorted);
    return { accountId, roles: sorted, at: new Date() };
  } catch (failure) {
    return { accountId, failure };
  }
}

export type Slots = {
  /** Starts as many as there is room and work for. */
  fill(): void;
  /** Slots that wait or ask. */
  running(): number;
};

/**
 * In a first reading everything goes at the pace of the bulk, the wanted ones first: a crowd's first lists must not stand before
 * anybody's list of accounts. Where the list is complete, what somebody looks at is waited for, and is asked for beside the bulk.
 */
export function rolesSlots(reading: Reading, queue: DueQueue, outcomes: Mailbox<Outcome>): Slots {
  const running: Record<Lane, number> = { interactive: 0, background: 0 };
  /** Of those, the ones that have no account yet. */
  const waiting: Record<Lane, number> = { interactive: 0, background: 0 };

  function start(lane: Lane): void {
    running[lane] += 1;
    waiting[lane] += 1;
    let isWaiting = true;
    const settle = () => {
      if (isWaiting) waiting[lane] -= 1;
      isWaiting = false;
    };
    const pick = () => {
      settle();
      return queue.pick(Date.now());
    };
    void readOne(reading, lane, pick).then((outcome) => {
      settle();
      running[lane] -= 1;
      if (outcome) outcomes.put(outcome);
    });
  }

  return {
    fill: () => {
      const most = env().AWS_CALLS_AT_ONCE;
      const { all, wanted } = queue.ready(Date.now());
      const soon = queue.isComplete() ? wanted : 0;
      while (soon > waiting.interactive && running.interactive < most) start("interactive");
      const isFull = () => running.interactive + running.background >= most;
      while (all - soon > waiting.background && !isFull()) start("background");
    },
    running: () => running.interactive + running.background,
  };
}
