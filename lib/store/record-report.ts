/**
 * What the verification found last, kept in its cursor under a mark of this portal: whoever can write to the database could
 * otherwise say that all was well, or where to go on from.
 */

import "server-only";
import { z } from "zod";
import { RecordReport } from "@/lib/core/record-report";
import { cursorNamed } from "./audit-cursors";
import { asking } from "./database";
import { isSigned, sign } from "./seal";

const purpose = "report of the record's verification";

const State = z.object({
  report: z.string().optional(),
  mark: z.string().optional(),
  wanted: z.iso.datetime().optional(),
});

export type Kept = {
  /** Null where there is none, or none with our mark. */
  report: RecordReport | null;
  /** When somebody last asked for a verification that has not been made since; ISO 8601. */
  wanted: string | null;
};

function reportOf(text: string | undefined, mark: string | undefined): RecordReport | null {
  if (text === undefined || mark === undefined || !isSigned(purpose, text, mark)) return null;
  return RecordReport.safeParse(JSON.parse(text)).data ?? null;
}

export async function keptReport(): Promise<Kept> {
  const { state } = await cursorNamed("verify");
  const { report, mark, wanted } = State.catch({}).parse(state);
  return { report: reportOf(report, mark), wanted: wanted ?? null };
}

/** A wish from before `since` is granted with it; a later one stays. */
export async function keepReport(report: RecordReport, since: Date): Promise<void> {
  const text = JSON.stringify(RecordReport.parse(report));
  const state = JSON.stringify({ report: text, mark: sign(purpose, text) });
  await asking(
    "keep the report",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE audit_cursor SET
        state = ${state}::jsonb || CASE WHEN state->>'wanted' > ${since.toISOString()}
          THEN jsonb_build_object('wanted', state->'wanted') ELSE '{}' END,
        seq = ${report.latest.seq}::bigint, failures = 0, problem = NULL, moved_at = now(), tried_at = now()
      WHERE name = 'verify'`,
  );
}

/** The next look of the job reads everything. */
export async function wantVerification(now: Date): Promise<void> {
  await cursorNamed("verify");
  await asking(
    "want a verification",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE audit_cursor SET state = state || jsonb_build_object('wanted', ${now.toISOString()}::text)
      WHERE name = 'verify'`,
  );
}
