/** What can be measured of the record and of who gets it. Numbers alone: nothing here is about a person. */

import "server-only";
import type { Metric } from "@/lib/core/metrics-text";
import { version } from "@/lib/core/version";
import { type DeliveryStatus, deliveryStatus } from "@/lib/portal/delivery-status";
import { appendTimes } from "@/lib/store/append-times";
import { allCursors } from "@/lib/store/audit-cursors";
import { recordEnds } from "@/lib/store/record-feed";

function gauge(name: string, help: string, samples: Metric["samples"]): Metric {
  return { name: `sallyport_${name}`, type: "gauge", help, samples };
}

function ofEach(
  statuses: readonly DeliveryStatus[],
  kind: DeliveryStatus["kind"] | "any",
  value: (status: DeliveryStatus) => number,
): Metric["samples"] {
  return statuses
    .filter((status) => kind === "any" || status.kind === kind)
    .map((status) => ({ labels: { receiver: status.name }, value: value(status) }));
}

function ofReceivers(statuses: readonly DeliveryStatus[]): Metric[] {
  return [
    gauge(
      "audit_delivery_waiting_events",
      "Events that a delivery has not got yet.",
      ofEach(statuses, "delivery", ({ waiting }) => waiting.events),
    ),
    gauge(
      "audit_anchor_waiting_statements",
      "Signed statements that an anchor has not got yet.",
      ofEach(statuses, "anchor", ({ waiting }) => waiting.events),
    ),
    gauge(
      "audit_receiver_lag_seconds",
      "How long the oldest of what a receiver has not got has waited.",
      ofEach(statuses, "any", ({ waiting }) => waiting.seconds),
    ),
    gauge(
      "audit_receiver_failures",
      "Attempts that failed one after another, since a receiver last took anything.",
      ofEach(statuses, "any", ({ failures }) => failures),
    ),
  ];
}

/** Of this process alone, since its start. */
function ofAppends(): Metric[] {
  const { upTo, count, seconds, refused } = appendTimes();
  const bound = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));
  const buckets = [...upTo.map((it) => [bound(it.seconds), it.count] as const), ["+Inf", count] as const];
  return [
    {
      name: "sallyport_audit_append_seconds",
      type: "histogram",
      help: "From the wish to record an event to its commit, in this process.",
      samples: [
        ...buckets.map(([le, value]) => ({ suffix: "_bucket" as const, labels: { le }, value })),
        { suffix: "_count", value: count },
        { suffix: "_sum", value: seconds },
      ],
    },
    {
      name: "sallyport_audit_not_recorded",
      type: "counter",
      help: "Events that could not be recorded by this process, so that what they were about was not done.",
      samples: [{ suffix: "_total", value: refused }],
    },
  ];
}

/** Of the verification: how far it has come, and whether it found the record as it was written. */
async function ofVerification(): Promise<Metric[]> {
  const cursor = (await allCursors()).find(({ name }) => name === "verify");
  const samples = (value: number) => (cursor ? [{ value }] : []);
  return [
    gauge("audit_verified_seq", "The last event that was verified.", samples(cursor?.seq ?? 0)),
    gauge(
      "audit_verified",
      "1 while the record is as it was written, 0 since a fault was found.",
      samples(cursor?.problem ? 0 : 1),
    ),
  ];
}

export async function metrics(): Promise<Metric[]> {
  const [{ seq, checkpoint }, statuses] = await Promise.all([recordEnds(), deliveryStatus()]);
  return [
    {
      name: "sallyport_build",
      type: "info",
      help: "What runs.",
      samples: [{ labels: { version }, value: 1 }],
    },
    gauge("audit_head_seq", "The number of the last event on the record.", [{ value: seq }]),
    gauge(
      "audit_checkpoint_seq",
      "The last event that a signed checkpoint covers.",
      checkpoint ? [{ value: checkpoint.seq }] : [],
    ),
    gauge(
      "audit_checkpoint_age_seconds",
      "How old the last signed checkpoint is.",
      checkpoint ? [{ value: checkpoint.ageSeconds }] : [],
    ),
    ...(await ofVerification()),
    ...ofReceivers(statuses),
    ...ofAppends(),
  ];
}
