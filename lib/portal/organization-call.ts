/**
 * Asking AWS about the organization: patiently, and apart from what people's lists and keys depend on. Trouble there never
 * opens a circuit, and what counts against Identity Center's quota takes its turn like everything else.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Call } from "@/lib/aws/call";
import { type IdentityCenter, identityCenterOf } from "@/lib/aws/identity-center-instance";
import { once } from "@/lib/core/once";
import { problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { Instance } from "@/lib/env";
import { backOffMs } from "@/lib/portal/paced";
import { pageWalk } from "@/lib/portal/reading";
import { type Priority, turn } from "@/lib/portal/turns";
import { slowDown } from "@/lib/store/aws-pace";

export type Page<Item> = { items: readonly Item[]; next: string | null };

type Waiting = { priority: Priority; signal: AbortSignal };

const tries = 4;

const passing: ReadonlySet<ProblemCode> = new Set(["aws-throttled", "aws-unavailable", "aws-slow"]);

async function patiently<T>(
  signal: AbortSignal,
  call: () => Promise<T>,
  onThrottled: () => Promise<unknown>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (failure) {
      signal.throwIfAborted();
      const problem = problemOf(failure);
      if (problem === "aws-throttled") await onThrottled();
      if (!passing.has(problem) || attempt === tries) throw failure;
      await pause(backOffMs(attempt), undefined, { signal });
    }
  }
}

/** A call to `sso-admin` or `identitystore`, which share Identity Center's quota with everybody. */
export async function identityCenterCall<T>(
  instance: Instance,
  { priority, signal }: Waiting,
  call: () => Promise<T>,
): Promise<T> {
  const inTurn = async () => {
    await turn(instance, priority, signal);
    return await call();
  };
  return await patiently(signal, inTurn, () => slowDown(instance.id));
}

/** A call to AWS Organizations, whose quota nobody waits at: one after another is gentle enough, and slower where it says so. */
export async function organizationsCall<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  return await patiently(signal, call, () => pause(1000, undefined, { signal }));
}

/** All pages of a list, each asked for by `ask`. Throws `aws-malformed` where it does not end. */
export async function* pagesOf<Item>(
  ask: (next: string | null) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[]> {
  const goOn = pageWalk();
  let next: string | null = null;
  do {
    const page: Page<Item> = await ask(next);
    yield page.items;
    next = goOn(page.next);
  } while (next !== null);
}

/** Longest a single answer may take: nobody's list waits for more. Seconds. */
const answerSeconds = 4;

/** Who asks: by what name AWS's log knows it, and until when. */
export type Asker = { correlationId: string; signal: AbortSignal };

export function callFor({ correlationId, signal }: Asker, next: string | null = null): Call {
  return { correlationId, signal, next, timeoutSeconds: answerSeconds };
}

/** Asks for several who share the answer, and of whom therefore nobody may end it. */
export function everybody(): Asker {
  return { correlationId: randomUUID(), signal: AbortSignal.timeout(20_000) };
}

/** AWS's names for the instance, which it never changes: asked for once in this process. */
export function identityCenter(instance: Instance): Promise<IdentityCenter> {
  return once(`identity-center ${instance.id}`, () => {
    const asker = everybody();
    return identityCenterCall(instance, { ...asker, priority: "interactive" }, () =>
      identityCenterOf(instance, callFor(asker)),
    );
  });
}
