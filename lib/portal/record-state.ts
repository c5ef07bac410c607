/** How the record stands, for the page about it and for the alarm on every page. */

import "server-only";
import type { RecordReport } from "@/lib/core/record-report";
import { env } from "@/lib/env";
import { lastCheckpoint, recordHead } from "@/lib/store/audit-checkpoints";
import { keptReport, wantVerification } from "@/lib/store/record-report";
import { signingPublicKey } from "@/lib/store/signing-key";

export type RecordState = {
  /** The last event; null where there is none. `hash` in hexadecimal. */
  head: { seq: number; at: string; hash: string } | null;
  checkpoint: { number: number; seq: number; at: string; keyId: string } | null;
  key: { id: string; pem: string; isDerived: boolean };
  /** Null before the first verification. */
  report: RecordReport | null;
  wanted: string | null;
  /** How often everything is read. */
  verifyHours: number;
};

/** The public key of the record's signatures, under its name. */
export function recordKey(): { id: string; pem: string } {
  return signingPublicKey();
}

export async function recordState(): Promise<RecordState> {
  const [head, checkpoint, { report, wanted }] = await Promise.all([
    recordHead(),
    lastCheckpoint(),
    keptReport(),
  ]);
  const { AUDIT_SIGNING_KEY_FILE, AUDIT_VERIFY_HOURS } = env();
  const key = { ...recordKey(), isDerived: AUDIT_SIGNING_KEY_FILE === undefined };
  return { head, checkpoint, key, report, wanted, verifyHours: AUDIT_VERIFY_HOURS };
}

export type RecordAlarm = { since: string; faultCount: number };

/** Null while the last verification found nothing; and where the database does not answer, which says enough by itself. */
export async function recordAlarm(): Promise<RecordAlarm | null> {
  const { report } = await keptReport().catch(() => ({ report: null }));
  return report?.faultySince ? { since: report.faultySince, faultCount: report.faultCount } : null;
}

/** Everything is read again within a minute. */
export async function askForVerification(): Promise<void> {
  await wantVerification(new Date());
}
