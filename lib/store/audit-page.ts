/** Reading the record: newest first, by keys and never by counting, so that the millionth page costs what the first does. */

import "server-only";
import { z } from "zod";
import { type AuditKind, type AuditOutcome, auditOutcomes } from "@/lib/core/audit-events";
import type { AuditFilter, AuditPage, AuditRow } from "@/lib/core/audit-row";
import { asking } from "./database";
import type { Prisma } from "./generated/client";
import { storable } from "./storable";

const columns = {
  seq: true,
  id: true,
  at: true,
  kind: true,
  outcome: true,
  correlationId: true,
  personId: true,
  personName: true,
  personEmail: true,
  instance: true,
  accountId: true,
  accountName: true,
  role: true,
  address: true,
  userAgent: true,
  accessKeyId: true,
  text: true,
} as const satisfies Prisma.AuditEventSelect;

type Stored = Prisma.AuditEventGetPayload<{ select: typeof columns }>;

/** A newer version of the portal may have written kinds that this one does not know. They are shown all the same. */
const Kind = z.custom<AuditKind>((kind) => typeof kind === "string");
const Outcome = z
  .custom<AuditOutcome>((outcome) => auditOutcomes.some((known) => known === outcome))
  .catch("unknown");
const Detail = z.object({ detail: z.record(z.string(), z.unknown()) });

/** A text that somebody spoiled has no detail; that it is spoiled is found by the verification, and must not hide the row. */
function detailOf(text: string): Record<string, unknown> {
  try {
    return Detail.parse(JSON.parse(text)).detail;
  } catch {
    return {};
  }
}

function rowOf({ seq, at, text, kind, outcome, ...row }: Stored): AuditRow {
  return {
    ...row,
    seq: Number(seq),
    at: at.toISOString(),
    kind: Kind.parse(kind),
    outcome: Outcome.parse(outcome),
    detail: detailOf(text),
  };
}

/** What a person types is text, not a pattern. */
function containing(text: string) {
  return { contains: storable(text).replaceAll(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
}

function where(filter: AuditFilter): Prisma.AuditEventWhereInput {
  const { person, accountId, role, kind, outcome, address, accessKeyId, correlationId, from, until } = filter;
  const part = person === undefined ? null : containing(person);
  return {
    ...(part && { OR: [{ personName: part }, { personEmail: part }] }),
    ...(accountId && { accountId }),
    ...(role && { role: storable(role) }),
    ...(kind && { kind }),
    ...(outcome && { outcome }),
    ...(address && { address: storable(address) }),
    ...(accessKeyId && { accessKeyId: storable(accessKeyId) }),
    ...(correlationId && { correlationId }),
    ...((from ?? until) && { at: { ...(from && { gte: from }), ...(until && { lte: until }) } }),
  };
}

/** At most `limit` rows older than `before`, or the newest where that is null. `before` of the answer asks for the next page. */
export async function auditPage(
  filter: AuditFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<AuditPage> {
  const found = await asking("read audit page", ({ prisma }) =>
    prisma.auditEvent.findMany({
      where: { AND: [where(filter), before === null ? {} : { seq: { lt: before } }] },
      orderBy: { seq: "desc" },
      // One more than asked for tells whether there is a next page.
      take: limit + 1,
      select: columns,
    }),
  );
  const rows = found.slice(0, limit).map(rowOf);
  return { rows, before: found.length > limit ? (rows.at(-1)?.seq ?? null) : null };
}

const batchSize = 500;

/** Every row that the filter lets through, newest first, with no more than a batch of them in memory. */
export async function* auditRows(filter: AuditFilter): AsyncGenerator<AuditRow> {
  let before: number | null = null;
  do {
    const page: AuditPage = await auditPage(filter, { before, limit: batchSize });
    yield* page.rows;
    before = page.before;
  } while (before !== null);
}

/**
 * Requests from before that time whose end nobody recorded, oldest first, a few hundred at a time. Looks back 31 days:
 * the job that closes them runs all the time, and all of the record would be read for nothing.
 */
export async function orphanedRequests(olderThan: Date): Promise<AuditRow[]> {
  const found = await asking("read orphaned requests", async ({ prisma }) => {
    const orphans = await prisma.$queryRaw<{ seq: bigint }[]>`
      SELECT request.seq FROM audit_event AS request
      WHERE request.outcome = 'requested' AND request.at < ${olderThan}
        AND request.at > ${olderThan}::timestamptz - interval '31 days'
        AND NOT EXISTS (SELECT FROM audit_event AS answer WHERE answer.request_id = request.id)
      ORDER BY request.seq LIMIT 500`;
    return await prisma.auditEvent.findMany({
      where: { seq: { in: orphans.map(({ seq }) => seq) } },
      orderBy: { seq: "asc" },
      select: columns,
    });
  });
  return found.map(rowOf);
}
