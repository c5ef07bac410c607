/** The record's tables of the coming months, where the portal's own role may make them. */

import "server-only";
import { keepPartsAhead } from "@/lib/store/maintain-record";

export async function keepRecordParts(): Promise<void> {
  await keepPartsAhead();
}
