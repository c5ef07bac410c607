/** Verifies the record in the database of this process: all of it, or what came since an earlier verification. */

import "server-only";
import { database } from "./database";
import type { Database } from "./database-kind";
import { recordRows } from "./record-rows";
import { trustedKeys } from "./signing-key";
import { type Place, type RecordVerdict, type VerifyOptions, verifyRecord } from "./verify-record";

type How = Pick<VerifyOptions, "anchors"> & {
  /** What an earlier verification found. */
  remembered?: Place | null;
  /** Begins there, where nothing was taken away beyond it. */
  isContinued?: boolean;
  batchSize?: number;
  stopping?: AbortSignal;
};

/** Rows at once where nothing else waits for this process. */
const batchSize = 5_000;

/** Whether the event at the place was taken away since: then there is nothing to go on from. */
async function isRemoved({ transact }: Database, seq: number): Promise<boolean> {
  const found = await transact((sql) =>
    sql.query("SELECT 1 FROM audit_checkpoint WHERE kind = 'tombstone' AND seq >= $1::bigint LIMIT 1", [
      String(seq),
    ]),
  );
  return found.length > 0;
}

/** Throws `store-unavailable` where the record cannot be read. */
export async function verifyStore(how: How = {}): Promise<RecordVerdict> {
  const db = await database();
  const { remembered = null, anchors = [], stopping } = how;
  const place = how.isContinued && remembered && !(await isRemoved(db, remembered.seq)) ? remembered : null;
  const rows = recordRows(db, {
    batchSize: how.batchSize ?? batchSize,
    ...(place ? { after: place } : {}),
    ...(stopping ? { stopping } : {}),
  });
  return await verifyRecord(rows, {
    extent: "whole",
    trusted: trustedKeys(),
    anchors,
    remembered,
    isContinued: place !== null,
  });
}
