/** The record's tables: those of the coming months are made, those that were kept long enough taken away, where the portal's own role may. */

import "server-only";
import { keepRecord } from "@/lib/store/maintain-record";

export async function keepRecordParts(): Promise<void> {
  await keepRecord();
}
