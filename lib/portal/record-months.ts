/** The tables that the record consists of, for the page about it. */

import "server-only";
import { recordParts } from "@/lib/store/audit-parts";

/** `from` is in it, `until` is not, both in ISO 8601; null: from the beginning. `rows` as the database guesses. */
export type RecordMonth = { name: string; from: string | null; until: string; rows: number; bytes: number };

/** Newest first. */
export async function recordMonths(): Promise<RecordMonth[]> {
  const parts = await recordParts();
  return parts
    .map((part) => ({ ...part, from: part.from?.toISOString() ?? null, until: part.until.toISOString() }))
    .reverse();
}
