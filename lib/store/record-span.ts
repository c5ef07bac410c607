/** A stretch of the record as a statement sums it up: from where to where, how it ends, and the root of its Merkle tree. */

import "server-only";
import type { Sql } from "./database-kind";
import { merkleTree } from "./merkle-root";

/** `head` and `headAt` are of the last event, `seq`. */
export type RecordSpan = {
  firstSeq: number;
  seq: number;
  count: number;
  head: string;
  headAt: string;
  merkleRoot: string;
};

/** `since`: no event of the stretch is older, so that PostgreSQL looks only into parts of that time. ISO 8601. */
export type Stretch = { firstSeq: number; since: string; lastSeq?: number };

/** What a single statement reads within its time. */
const batchSize = 5_000;

type Row = { place: string; time: string; hex: string };

/** Null where there is no event. */
export async function recordSpan(sql: Sql, stretch: Stretch): Promise<RecordSpan | null> {
  const { firstSeq, since, lastSeq = Number.MAX_SAFE_INTEGER } = stretch;
  const tree = merkleTree();
  let last: Row | undefined;
  for (;;) {
    const rows: Row[] = await sql.query<Row>(
      `SELECT seq::text AS place, (extract(epoch FROM at) * 1000)::bigint::text AS time, encode(hash, 'hex') AS hex
       FROM audit_event WHERE seq > $1::bigint AND seq <= $2::bigint AND at >= $3::timestamptz ORDER BY seq LIMIT $4::int`,
      [last?.place ?? String(firstSeq - 1), String(lastSeq), since, batchSize],
    );
    for (const { hex } of rows) tree.add(hex);
    last = rows.at(-1) ?? last;
    if (rows.length < batchSize) break;
  }
  if (!last) return null;
  return {
    firstSeq,
    seq: Number(last.place),
    count: tree.size(),
    head: last.hex,
    headAt: new Date(Number(last.time)).toISOString(),
    merkleRoot: tree.root(),
  };
}
