/** The record as it lies in the database, read and reckoned without a line of the portal's code. */

import { createHash } from "node:crypto";

export type RecordedEvent = {
  seq: number;
  kind: string;
  correlationId: string;
  accessKeyId: string | null;
};

export type RecordRow = {
  seq: string;
  /** Milliseconds. */
  at: string;
  version: number;
  text: string;
  previous: string;
  hash: string;
};

/** As one JSON array of `RecordRow`. */
export const selectRecord = `
  SELECT coalesce(json_agg(row ORDER BY row.place), '[]')::text AS rows FROM (
    SELECT seq AS place, seq::text, (extract(epoch FROM at) * 1000)::bigint::text AS at, version, text,
      encode(previous_hash, 'hex') AS previous, encode(hash, 'hex') AS hash
    FROM audit_event
  ) AS row`;

function hashOf({ seq, at, version, text }: RecordRow, previous: Buffer): string {
  const head = Buffer.alloc(50);
  head.writeUInt8(version, 1);
  previous.copy(head, 2);
  head.writeBigUInt64BE(BigInt(seq), 34);
  head.writeBigUInt64BE(BigInt(at), 42);
  return createHash("sha256").update(head).update(text, "utf8").digest("hex");
}

/** Throws at the first row that does not follow from the one before. */
export function eventsOfChain(rows: readonly RecordRow[]): RecordedEvent[] {
  let previous = Buffer.alloc(32);
  return rows.map((row, index) => {
    const hash = hashOf(row, previous);
    if (row.seq !== String(index + 1) || row.previous !== previous.toString("hex") || row.hash !== hash)
      throw new Error(`The chain breaks at row ${index + 1}, which has the number ${row.seq}.`);
    previous = Buffer.from(row.hash, "hex");
    const { kind, correlationId, accessKeyId = null } = JSON.parse(row.text) as RecordedEvent;
    return { seq: Number(row.seq), kind, correlationId, accessKeyId };
  });
}
