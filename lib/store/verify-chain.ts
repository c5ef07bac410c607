/**
 * Whether the record is what was written: each row's hash, its place, and that what is searched by says what the event says.
 * A tail that was cut off leaves no trace in a chain; whoever kept a head's hash can tell.
 */

import "server-only";
import { isDeepStrictEqual } from "node:util";
import { chainStart, linkHash } from "./audit-chain";
import { searchedColumns } from "./audit-text";
import { asking } from "./database";
import type { AuditEvent } from "./generated/client";

export type ChainFault = "changed" | "missing" | "order";

/** `head` is the last hash, in hexadecimal. `seq` of a fault is the first row that is not as it was, or not there. */
export type ChainVerdict =
  | { ok: true; seq: number; head: string }
  | { ok: false; seq: number; fault: ChainFault };

const batchSize = 1_000;

type Head = { seq: number; at: number; hash: Uint8Array };

function saysTheSame(row: AuditEvent): boolean {
  try {
    const expected = searchedColumns(row.text);
    const found = Object.fromEntries(Object.entries(row).filter(([name]) => name in expected));
    return isDeepStrictEqual(found, { ...expected });
  } catch {
    return false;
  }
}

function faultOf(row: AuditEvent, head: Head): ChainFault | null {
  const { version, text } = row;
  const seq = Number(row.seq);
  const at = row.at.getTime();
  if (seq !== head.seq + 1) return "missing";
  if (at < head.at) return "order";
  const hash = linkHash({ version, previous: head.hash, seq, at, text });
  const isChained = hash.equals(row.hash) && Buffer.from(head.hash).equals(row.previousHash);
  return isChained && saysTheSame(row) ? null : "changed";
}

/** Reads all of the record, a batch at a time, and stops at the first fault. */
export async function verifyChain(): Promise<ChainVerdict> {
  let head: Head = chainStart;
  for (;;) {
    const rows = await asking("read the chain", ({ prisma }) =>
      prisma.auditEvent.findMany({
        where: { seq: { gt: head.seq } },
        orderBy: { seq: "asc" },
        take: batchSize,
      }),
    );
    for (const row of rows) {
      const fault = faultOf(row, head);
      if (fault) return { ok: false, seq: head.seq + 1, fault };
      head = { seq: Number(row.seq), at: row.at.getTime(), hash: row.hash };
    }
    if (rows.length < batchSize)
      return { ok: true, seq: head.seq, head: Buffer.from(head.hash).toString("hex") };
  }
}
