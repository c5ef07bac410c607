/** What a person's page asks its doors. */

import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { StopAtAws } from "@/lib/core/stop-at-aws";

export type Ended = { sessions: number; tokens: number };

function readEnded(answer: unknown): Ended | null {
  if (!isRecord(answer)) return null;
  const { sessions, tokens } = answer;
  return typeof sessions === "number" && typeof tokens === "number" ? { sessions, tokens } : null;
}

export async function askBlock(personId: string, reason: string): Promise<Outcome<Ended>> {
  return await ask("/api/admin/people/block", { personId, reason }, readEnded);
}

export async function askLift(personId: string): Promise<Outcome<true>> {
  return await ask("/api/admin/people/lift", { personId }, () => true as const);
}

function wayOf(one: unknown): StopAtAws[] {
  if (!isRecord(one)) return [];
  const { instance, label, partition, userId, policy, lookUp } = one;
  if (typeof instance !== "string" || typeof label !== "string") return [];
  if (typeof partition !== "string" || typeof policy !== "string") return [];
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return [{ instance, label, partition, policy, userId: text(userId), lookUp: text(lookUp) }];
}

/** One for each instance. */
export async function askStopAtAws(personId: string, signal: AbortSignal): Promise<Outcome<StopAtAws[]>> {
  return await ask(
    "/api/admin/people/at-aws",
    { personId },
    (answer) => (isRecord(answer) && Array.isArray(answer.ways) ? answer.ways.flatMap(wayOf) : null),
    signal,
  );
}
