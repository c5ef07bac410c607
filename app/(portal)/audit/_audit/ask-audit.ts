/** The record's doors, as its page asks them. Answers are ours; their outline is checked all the same. */

import { isRecord, type Outcome, readFrom } from "@/app/_ui/ask";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownPage, Story } from "@/lib/portal/read-audit";
import { addressed, filterQuery } from "./audit-address";

function isPage(answer: unknown): answer is ShownPage {
  return isRecord(answer) && Array.isArray(answer.rows) && answer.rows.every(isRecord);
}

function isStory(answer: unknown): answer is Story {
  return isRecord(answer) && isRecord(answer.event) && Array.isArray(answer.events);
}

export type Counted = { count: number; more: boolean } | null;

function isCounted(answer: unknown): answer is { counted: Counted } {
  return isRecord(answer) && (answer.counted === null || isRecord(answer.counted));
}

type Place = { after?: number; before?: number };

export async function askEvents(
  filter: AuditFilter,
  place: Place,
  signal?: AbortSignal,
): Promise<Outcome<ShownPage>> {
  const query = filterQuery(filter);
  for (const [name, seq] of Object.entries(place)) query.set(name, String(seq));
  return await readFrom(addressed("/api/audit/events", query), isPage, signal);
}

export async function askCount(
  filter: AuditFilter,
  signal: AbortSignal,
): Promise<Outcome<{ counted: Counted }>> {
  return await readFrom(addressed("/api/audit/count", filterQuery(filter)), isCounted, signal);
}

export async function askStory(seq: number, signal: AbortSignal): Promise<Outcome<Story>> {
  return await readFrom(`/api/audit/story?seq=${seq}`, isStory, signal);
}
