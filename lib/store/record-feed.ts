/** The record as it is handed on: events and signed statements in their order, from wherever a reader has come to. */

import "server-only";
import { type EventLine, type Statement, statementKinds } from "@/lib/core/record-line";
import { asking } from "./database";
import type { AuditCheckpoint } from "./generated/client";

/** An event's line, and the columns that receivers sort by. */
export type FedEvent = {
  line: EventLine;
  kind: string;
  outcome: string;
  correlationId: string;
  personName: string | null;
  accountId: string | null;
  role: string | null;
  address: string | null;
  accessKeyId: string | null;
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Events that come after `seq`, oldest first. Events are committed in the order of their numbers, so none comes in between later. */
export async function eventsAfter(seq: number, limit: number): Promise<FedEvent[]> {
  const rows = await asking("read the record on", ({ prisma }) =>
    prisma.auditEvent.findMany({ where: { seq: { gt: seq } }, orderBy: { seq: "asc" }, take: limit }),
  );
  return rows.map(
    ({ kind, outcome, correlationId, personName, accountId, role, address, accessKeyId, ...row }) => ({
      line: {
        seq: Number(row.seq),
        at: row.at.toISOString(),
        version: row.version,
        previous: hex(row.previousHash),
        hash: hex(row.hash),
        text: row.text,
      },
      ...{ kind, outcome, correlationId, personName, accountId, role, address, accessKeyId },
    }),
  );
}

function isKnown(kind: string): kind is Statement["kind"] {
  return statementKinds.some((known) => known === kind);
}

/** Signed statements that come after `number`, oldest first. */
export async function statementsAfter(number: number, limit: number): Promise<Statement[]> {
  const rows = await asking("read statements on", ({ prisma }) =>
    prisma.auditCheckpoint.findMany({
      where: { number: { gt: number } },
      orderBy: { number: "asc" },
      take: limit,
    }),
  );
  return rows.map(statementOf);
}

export function statementOf({ kind, keyId, text, ...row }: AuditCheckpoint): Statement {
  return {
    number: Number(row.number),
    // A kind of a later version is handed on under the nearest name that there is; its text says what it is.
    kind: isKnown(kind) ? kind : "checkpoint",
    seq: Number(row.seq),
    at: row.at.toISOString(),
    keyId,
    text,
    signature: Buffer.from(row.signature).toString("base64"),
  };
}

/** The last event's number, 0 where there is none, and the last signed checkpoint. */
export async function recordEnds(): Promise<{
  seq: number;
  checkpoint: { seq: number; ageSeconds: number } | null;
}> {
  return await asking("read the record's ends", async ({ prisma }) => {
    const [head] = await prisma.$queryRaw<{ seq: number }[]>`
      SELECT seq::float8 AS seq FROM audit_event ORDER BY seq DESC LIMIT 1`;
    const [checkpoint] = await prisma.$queryRaw<{ seq: number; ageSeconds: number }[]>`
      SELECT seq::float8 AS seq, greatest(0, extract(epoch FROM now() - at))::float8 AS "ageSeconds"
      FROM audit_checkpoint WHERE kind = 'checkpoint' ORDER BY number DESC LIMIT 1`;
    return { seq: head?.seq ?? 0, checkpoint: checkpoint ?? null };
  });
}
