/** Verifies the record in a database: all of it, or what came since an earlier verification. */

import "server-only";
import { database } from "./database";
import type { Database } from "./database-kind";
import { recordRows } from "./record-rows";
import { type TrustedKeys, trustedKeys } from "./signing-key";
import { type RecordItem, type RecordVerdict, type VerifyOptions, verifyRecord } from "./verify-record";

type How = Pick<VerifyOptions, "anchors" | "remembered" | "isContinued"> & {
  batchSize?: number;
  stopping?: AbortSignal;
  /** Told of the events that were read so far. */
  onProgress?: (events: number) => void;
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

async function* counted(
  batches: AsyncIterable<readonly RecordItem[]>,
  onProgress: (events: number) => void,
): AsyncGenerator<readonly RecordItem[]> {
  let count = 0;
  for await (const batch of batches) {
    yield batch;
    count += batch.length;
    onProgress(count);
  }
}

/** Begins where `remembered` ended, with `isContinued`, unless that was taken away meanwhile. */
export async function verifyDatabase(
  db: Database,
  trusted: TrustedKeys,
  how: How = {},
): Promise<RecordVerdict> {
  const { remembered = null, anchors = [], stopping, onProgress = () => {} } = how;
  const place = how.isContinued && remembered && !(await isRemoved(db, remembered.seq)) ? remembered : null;
  const rows = recordRows(db, {
    batchSize: how.batchSize ?? batchSize,
    ...(place ? { after: place } : {}),
    ...(stopping ? { stopping } : {}),
  });
  return await verifyRecord(counted(rows, onProgress), {
    extent: "whole",
    trusted,
    anchors,
    remembered,
    isContinued: place !== null,
  });
}

/** The record of this process, with the keys that it trusts. Throws `store-unavailable` where it cannot be read. */
export async function verifyStore(how: How = {}): Promise<RecordVerdict> {
  return await verifyDatabase(await database(), trustedKeys(), how);
}
