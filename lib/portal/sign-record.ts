/** Signs how far the record goes: a minute after something happened, or after a thousand events. */

import "server-only";
import { writeCheckpoint } from "@/lib/store/audit-checkpoints";

const due = { events: 1_000, seconds: 60 };

export async function signRecordIfDue(): Promise<void> {
  await writeCheckpoint(due);
}
