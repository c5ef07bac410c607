/** What becomes of an account that AWS was asked for: told and kept, tried again, or left with its problem. */

import "server-only";
import type { AccessLine } from "@/lib/core/access";
import { problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { DueQueue } from "@/lib/portal/due-queue";
import { failureKind } from "@/lib/portal/list-failures";
import type { Reading } from "@/lib/portal/reading";
import type { Outcome } from "@/lib/portal/roles-slots";
import { keepProblem, keepRoles, keptAccount } from "@/lib/store/inventory";
import { forgetSealedCredentials } from "@/lib/store/sealed-credentials";

/**
 * Accounts that AWS did not tell readably, with when they had last been asked for, in milliseconds since 1970: they are left until
 * somebody asks again.
 */
export type Left = Map<string, number | null>;

export type Work = Reading & {
  queue: DueQueue;
  left: Left;
  /** What keeps everything from going on, as it was told last. */
  told: ProblemCode | null;
  /** Nothing is started before. Milliseconds since 1970. */
  restsUntil: number;
};

/** How often an account is asked for when its answer is no good one, and when AWS refuses it: a list may be ahead of the roles. */
const triesOf = { lasting: 3, gone: 2 } as const;

/** Longer each time; with jitter, since many fail together. Milliseconds. */
function growing(tries: number, longestMs: number): number {
  return (0.5 + Math.random() / 2) * Math.min(longestMs, 1000 * 2 ** (tries - 1));
}

async function askedAt({ person, instance }: Reading, accountId: string): Promise<number | null> {
  const kept = await keptAccount(person.id, instance.id, accountId);
  return kept?.askedAt?.getTime() ?? null;
}

/** Whether somebody has asked for it again since it was left. */
export async function isAskedAgain(work: Work, accountId: string): Promise<boolean> {
  return (await askedAt(work, accountId)) !== work.left.get(accountId);
}

/** Something that is wrong for all accounts: told once, and everything rests a while. */
export function troubled(work: Work, problem: ProblemCode): AccessLine[] {
  work.restsUntil = Date.now() + growing(3, 8_000);
  if (work.told === problem) return [];
  work.told = problem;
  return [{ kind: "instance-failed", instance: work.instance.id, problem }];
}

async function rolesLine(
  work: Work,
  { accountId, roles, at }: { accountId: string; roles: readonly string[]; at: Date },
): Promise<AccessLine> {
  const { person, instance, queue } = work;
  queue.done(accountId);
  work.told = null;
  // Only where the portal may read assignments are groups kept.
  const kept = instance.organization ? await keptAccount(person.id, instance.id, accountId) : null;
  const groups = kept?.groups ?? null;
  return { kind: "roles", instance: instance.id, accountId, roles, groups, at: at.toISOString() };
}

/** Kept and told. It is tried again, unless it was an answer: then it is left until somebody asks. */
async function failed(
  work: Work,
  accountId: string,
  problem: ProblemCode,
  tries: number,
): Promise<AccessLine> {
  const { person, instance, queue, left } = work;
  await keepProblem(person.id, instance.id, accountId, problem);
  if (failureKind(problem) === "outage") queue.again(accountId, Date.now(), growing(tries, 60_000));
  else {
    left.set(accountId, await askedAt(work, accountId));
    queue.done(accountId);
  }
  return { kind: "account-failed", instance: instance.id, accountId, problem };
}

/** The lines that tell it. Throws what is wrong with the person, for then it is so for every account. */
export async function settled(work: Work, outcome: Outcome): Promise<AccessLine[]> {
  if ("roles" in outcome) return [await rolesLine(work, outcome)];
  const { accountId, failure } = outcome;
  const problem = problemOf(failure);
  const kind = failureKind(problem);
  if (kind === "person") throw failure;
  if (accountId === null) return troubled(work, problem);
  if (kind === "ours") {
    work.queue.again(accountId, Date.now(), 0);
    return troubled(work, problem);
  }
  const tries = work.queue.failed(accountId);
  if (kind === "outage") return [await failed(work, accountId, problem, tries)];
  if (tries < triesOf[kind]) {
    work.queue.again(accountId, Date.now(), growing(tries, 8_000));
    return [];
  }
  if (kind === "lasting") return [await failed(work, accountId, problem, tries)];
  // Gone between the list and its roles: nothing there is this person's. The next list says whether the account itself is.
  await keepRoles(work.person.id, work.instance.id, accountId, []);
  await forgetSealedCredentials(work.person.id, { instance: work.instance.id, accountId });
  return [await rolesLine(work, { accountId, roles: [], at: new Date() })];
}
