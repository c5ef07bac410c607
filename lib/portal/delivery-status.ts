/** How each delivery and each anchor is doing: how far it has come, what waits, and what is wrong. */

import "server-only";
import { isProblemCode, type ProblemCode } from "@/lib/core/problems";
import { type Delivery, deliveries } from "@/lib/portal/deliveries";
import {
  type AuditCursor,
  allCursors,
  type Lag,
  lagBehind,
  statementsBehind,
} from "@/lib/store/audit-cursors";

export type DeliveryStatus = {
  /** `delivery:webhook`: as the record and the metrics call it. */
  name: string;
  kind: Delivery["kind"];
  way: Delivery["way"];
  /** A host, a path or a bucket. */
  destination: string;
  /** The last event that was taken, of an anchor the last statement; 0 before the first. */
  last: number;
  /** When that was; null before the first. ISO 8601. */
  lastAt: string | null;
  /** What waits: events, of an anchor statements. */
  waiting: Lag;
  /** Attempts that failed since then, one after another. */
  failures: number;
  problem: ProblemCode | null;
  /** What the receiver or the system answered, for people. */
  said: string | null;
};

function problemIn(cursor: AuditCursor | undefined): ProblemCode | null {
  if (!cursor?.problem) return null;
  return isProblemCode(cursor.problem) ? cursor.problem : "unexpected";
}

async function statusOf(delivery: Delivery, cursor: AuditCursor | undefined): Promise<DeliveryStatus> {
  const { name, kind, way, receiver } = delivery;
  const last = cursor?.seq ?? 0;
  const said = cursor?.problem ? cursor.state.said : null;
  return {
    ...{ name, kind, way, last },
    destination: receiver.destination,
    lastAt: cursor && last > 0 ? cursor.movedAt.toISOString() : null,
    waiting: await (kind === "anchor" ? statementsBehind(last) : lagBehind(last)),
    failures: cursor?.failures ?? 0,
    problem: problemIn(cursor),
    said: typeof said === "string" && said !== "" ? said : null,
  };
}

/** Of all that are set up, in the order of their settings. */
export async function deliveryStatus(): Promise<DeliveryStatus[]> {
  const set = deliveries();
  if (set.length === 0) return [];
  const cursors = new Map((await allCursors()).map((cursor) => [cursor.name, cursor]));
  return await Promise.all(set.map((delivery) => statusOf(delivery, cursors.get(delivery.name))));
}
