/** Asking AWS for the roles of the accounts that are due, until none is; what fails is tried again while somebody waits. */

import "server-only";
import type { AccessLine } from "@/lib/core/access";
import { isCutOff } from "@/lib/portal/breaker";
import { dueQueue } from "@/lib/portal/due-queue";
import { mailbox } from "@/lib/portal/mailbox";
import type { Reading } from "@/lib/portal/reading";
import { type Outcome, rolesSlots } from "@/lib/portal/roles-slots";
import { isAskedAgain, type Left, settled, troubled, type Work } from "@/lib/portal/settle-roles";
import { type DueAccount, wantedSince } from "@/lib/store/inventory-due";

/** How often we look what became wanted; and how far back, since clocks differ. Milliseconds. */
const lookMs = 1_500;
const lookBackMs = 5_000;

/** Between two lines that say how many are due: at least, while it changes; and at most, so that nobody takes the stream for dead. */
const dueLineMs = { least: 400, most: 10_000 };

/** What somebody has begun to look at goes to the front, wherever they said so. */
function looking({ person, instance, queue, left, ...work }: Work) {
  let lookedAt = Date.now();
  return async (): Promise<void> => {
    if (Date.now() - lookedAt < lookMs) return;
    const since = new Date(lookedAt - lookBackMs);
    lookedAt = Date.now();
    const wanted: string[] = [];
    for (const accountId of await wantedSince(person.id, instance.id, since)) {
      const mayBeRead =
        !left.has(accountId) || (await isAskedAgain({ ...work, person, instance, queue, left }, accountId));
      if (mayBeRead) wanted.push(accountId);
    }
    for (const accountId of wanted) left.delete(accountId);
    queue.want(wanted);
  };
}

/** Says how far it is, but not at every account. */
function progress({ instance, queue }: Work) {
  let said = { due: -1, at: 0 };
  return function* (): Generator<AccessLine> {
    const due = queue.size();
    const since = Date.now() - said.at;
    if (due === said.due ? since < dueLineMs.most : due > 0 && since < dueLineMs.least) return;
    said = { due, at: Date.now() };
    yield { kind: "due", instance: instance.id, due };
  };
}

async function* readAll(work: Work): AsyncGenerator<AccessLine> {
  const outcomes = mailbox<Outcome>();
  const slots = rolesSlots(work, work.queue, outcomes);
  const look = looking(work);
  const tell = progress(work);

  while (work.queue.size() > 0 || slots.running() > 0) {
    work.signal.throwIfAborted();
    await look();
    if (Date.now() >= work.restsUntil) slots.fill();
    yield* tell();
    if (isCutOff(work.instance, "lists")) yield* troubled(work, "aws-unavailable");
    for (const outcome of await outcomes.take(500, work.signal)) yield* await settled(work, outcome);
  }
  yield* tell();
}

/** Ends when nothing is due but what is left. Throws what is wrong with the person, and the signal's reason. */
export async function* readDueRoles(
  reading: Reading,
  due: readonly DueAccount[],
  left: Left,
): AsyncGenerator<AccessLine> {
  const over = new AbortController();
  const signal = AbortSignal.any([reading.signal, over.signal]);
  try {
    yield* readAll({ ...reading, signal, queue: dueQueue(due), left, told: null, restsUntil: 0 });
  } finally {
    // However it ends, nothing of it goes on asking.
    over.abort();
  }
}
