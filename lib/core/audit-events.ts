/**
 * The kinds of audit event and what each may carry. This is stored data, kept for years and hashed:
 * a kind is never renamed and a field never changes its meaning; a new need is a new kind or a new optional field.
 */

import { z } from "zod";
import { Grant } from "@/lib/core/grant";

const short = z.string().max(64);
const text = z.string().max(512);

/** Where credentials were wanted: a format's id, or the door that serves machines. */
const Purpose = z.strictObject({ format: short.optional() });

const Failure = z.strictObject({ problem: short, reason: text.optional() });

/** A machine that waits for an access token, as it calls itself. The id joins what happens to it. */
const Waiting = z.strictObject({ id: z.uuid(), machine: text });

/** What left when the record was taken out. `last` is the number of the last event. */
const Exported = z.strictObject({ format: short, events: z.number().int(), last: z.number().int() });

export const auditKinds = {
  "sign-in.succeeded": {
    outcome: "succeeded",
    detail: z.strictObject({
      groups: z.number().int().nullable(),
      administrator: z.boolean(),
      auditor: z.boolean(),
    }),
  },
  "sign-in.failed": { outcome: "failed", detail: Failure },
  "sign-out": { outcome: "succeeded", detail: z.strictObject({ everywhere: z.boolean() }) },
  "request.refused": {
    outcome: "refused",
    detail: z.strictObject({ problem: short, method: z.string().max(16), path: z.string().max(256) }),
  },
  /** A month of the record left the database; `file` is where it went, and `sha256` what that must have. */
  "audit.month-removed": {
    outcome: "succeeded",
    detail: z.strictObject({
      first: z.number().int(),
      last: z.number().int(),
      count: z.number().int(),
      file: short,
      sha256: short,
    }),
  },
  /** So many more of kind `of` within a minute, from the one whom the event names; `others`: from all who are not named. */
  "refusals.counted": {
    outcome: "refused",
    detail: z.strictObject({
      of: short,
      count: z.number().int(),
      others: z.boolean(),
      first: z.iso.datetime(),
      last: z.iso.datetime(),
    }),
  },
  /** `roles` is how many it is for; null: all that the person has. */
  "access-token.created": {
    outcome: "succeeded",
    detail: z.strictObject({
      name: short,
      roles: z.number().int().nullable(),
      networks: z.number().int(),
      madeBy: short,
      expiresAt: z.iso.datetime(),
    }),
  },
  /** What `access-token.created` said has not come to be. */
  "access-token.failed": { outcome: "failed", detail: Failure },
  /** `why`: who or what ended it. `owner`: the person whose it was, where another ended it. */
  "access-token.revoked": {
    outcome: "succeeded",
    detail: z.strictObject({ name: short, why: short, owner: z.uuid().optional() }),
  },
  /** Somebody came with none that is good. It has a fingerprint where it is one of ours. */
  "access-token.refused": {
    outcome: "refused",
    detail: z.strictObject({ reason: text, path: z.string().max(256) }),
  },
  /** The provider no longer stands by a person whose access tokens live. */
  "access-token.unconfirmed": { outcome: "failed", detail: Failure },
  "connection.begun": {
    // Not "requested": nothing has to answer it. Most codes that nobody approves end in silence.
    outcome: "succeeded",
    detail: z.strictObject({ instance: short, way: short }),
  },
  "connection.made": {
    outcome: "succeeded",
    detail: z.strictObject({
      instance: short.optional(),
      arn: text.optional(),
      userId: short.optional(),
      expiresAt: z.iso.datetime(),
    }),
  },
  "connection.refused": { outcome: "refused", detail: Failure.extend({ instance: short.optional() }) },
  "credentials.requested": { outcome: "requested", detail: Purpose },
  "credentials.issued": {
    outcome: "succeeded",
    // `reused`: the same keys had been handed out before, as their access key id shows.
    detail: Purpose.extend({ expiresAt: z.iso.datetime(), reused: z.boolean().optional() }),
  },
  "credentials.refused": { outcome: "refused", detail: Failure },
  "credentials.failed": { outcome: "failed", detail: Failure },
  "credentials.unknown": { outcome: "unknown", detail: z.strictObject({ reason: text }) },
  "console.requested": {
    outcome: "requested",
    detail: z.strictObject({ destination: text.optional() }),
  },
  "console.opened": {
    outcome: "succeeded",
    detail: z.strictObject({ destination: text.optional(), expiresAt: z.iso.datetime() }),
  },
  "console.refused": { outcome: "refused", detail: Failure },
  "console.failed": { outcome: "failed", detail: Failure },
  "console.unknown": { outcome: "unknown", detail: z.strictObject({ reason: text }) },
  /** Committed before the rules count. What changed is in words, cut where there is no room. */
  "account-rules.changed": {
    outcome: "succeeded",
    detail: z.strictObject({
      version: z.number().int(),
      rules: z.number().int(),
      confirming: z.number().int(),
      changes: text,
    }),
  },
  /** What `account-rules.changed` said has not come to be. */
  "account-rules.failed": { outcome: "failed", detail: Failure.extend({ version: z.number().int() }) },
  /** A machine asked; nobody is known yet. */
  "pairing.begun": { outcome: "succeeded", detail: Waiting.extend({ suggested: z.number().int() }) },
  /** Somebody entered its code: from here on it is theirs alone. `address` is the machine's. */
  "pairing.claimed": {
    outcome: "succeeded",
    detail: Waiting.extend({ address: short, sameAddress: z.boolean() }),
  },
  /** Committed before it counts. The token itself is an event of its own, once the machine has come for it. */
  "pairing.approved": {
    outcome: "succeeded",
    detail: Waiting.extend({
      address: short,
      /** Null: all that the person has. */
      roles: z.number().int().nullable(),
      networks: z.number().int(),
      hours: z.number().int(),
    }),
  },
  "pairing.denied": { outcome: "refused", detail: z.strictObject({ id: z.uuid() }) },
  "pairing.refused": { outcome: "refused", detail: Failure.extend({ id: z.uuid().optional() }) },
  /** `groups` is how many it is shared with. The set's id and title; of what is in it only which parts changed. */
  "profile-set.created": {
    outcome: "succeeded",
    detail: z.strictObject({ set: short, title: short, groups: z.number().int() }),
  },
  "profile-set.changed": {
    outcome: "succeeded",
    detail: z.strictObject({ set: short, title: short, version: z.number().int(), changes: text }),
  },
  /** With which groups from now on, in words, cut where there is no room. */
  "profile-set.shared": {
    outcome: "succeeded",
    detail: z.strictObject({ set: short, title: short, groups: z.number().int(), names: text }),
  },
  /** `owner`: the person whose it was, where another deleted it. */
  "profile-set.deleted": {
    outcome: "succeeded",
    detail: z.strictObject({ set: short, title: short, owner: z.uuid().optional() }),
  },
  /** What the event that it answers said has not come to be. */
  "profile-set.failed": { outcome: "failed", detail: Failure.extend({ set: short }) },
  /** An administrator shuts a person out, and why. Committed before it counts. `id` and `name` are those of whoever is blocked. */
  "person.blocked": {
    outcome: "succeeded",
    detail: z.strictObject({ id: z.uuid(), name: text, reason: text }),
  },
  /** The same the other way round. */
  "person.unblocked": { outcome: "succeeded", detail: z.strictObject({ id: z.uuid(), name: text }) },
  /** What the event that it answers said has not come to be. */
  "person.block-failed": { outcome: "failed", detail: Failure.extend({ id: z.uuid() }) },
  /** `after`: the number of the last event that they had already. */
  "audit.exported": {
    outcome: "succeeded",
    detail: z.strictObject({ filter: text, format: short.optional(), after: z.number().int().optional() }),
  },
  "audit.export-completed": { outcome: "succeeded", detail: Exported },
  /** The reader left, or the database did. */
  "audit.export-broken": { outcome: "failed", detail: Exported.extend({ reason: text }) },
  /** A delivery or an anchor has not got what happened more than ten minutes ago. Said once, until it has caught up. */
  "audit.delivery-late": {
    outcome: "failed",
    detail: z.strictObject({ delivery: short, seconds: z.number().int(), problem: short.optional() }),
  },
  /** `seconds`: for how long it was late. */
  "audit.delivery-caught-up": {
    outcome: "succeeded",
    detail: z.strictObject({ delivery: short, seconds: z.number().int() }),
  },
  /** The record is not what was recorded. `fault` is the verification's word, `what` names the records. */
  "audit.verification-failed": { outcome: "failed", detail: z.strictObject({ fault: short, what: text }) },
} as const satisfies Record<string, { outcome: AuditOutcome; detail: z.ZodType }>;

export type AuditOutcome = "requested" | "succeeded" | "refused" | "failed" | "unknown";

export const auditOutcomes = [
  "requested",
  "succeeded",
  "refused",
  "failed",
  "unknown",
] as const satisfies readonly AuditOutcome[];

export type AuditKind = keyof typeof auditKinds;

export function isAuditKind(value: unknown): value is AuditKind {
  return typeof value === "string" && Object.hasOwn(auditKinds, value);
}

/** Who an event is about. Kept in the event itself: a person's name at the time, not today's. */
const Actor = z.strictObject({
  id: z.uuid(),
  issuer: text,
  subject: text,
  name: text.nullable(),
  email: text.nullable(),
  /** The Identity Center user name, by which the provider knows them: what an AWS session is called. */
  userName: text.optional(),
});

/** Where a request came from. */
const Source = z.strictObject({ address: short, peer: short, userAgent: text });

/** What every event may carry besides its kind's detail. Nothing else is stored. */
export const AuditEnvelope = z.strictObject({
  id: z.uuid(),
  correlationId: z.uuid(),
  person: Actor.optional(),
  source: Source.optional(),
  grant: Grant.optional(),
  /** Id of the event `...requested` that this one answers. */
  requestId: z.uuid().optional(),
  accountName: text.optional(),
  /** In clear: it joins our record to CloudTrail's. The secret parts have no field. */
  accessKeyId: z
    .string()
    .regex(/^[A-Z0-9]{16,32}$/)
    .optional(),
  /**
   * The access token that the event is about, or that a machine came with: an HMAC of the token, which tells nothing of it. Whoever has
   * the token and the portal's secret can compute it. Events of before have the id of the token's row instead, in `detail`.
   */
  tokenFingerprint: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .optional(),
});

export type AuditEnvelope = z.infer<typeof AuditEnvelope>;

/** One event as its writer gives it: `id`, time and place in the chain are the store's. */
export type AuditEntry<K extends AuditKind = AuditKind> = {
  [Kind in K]: { kind: Kind; detail: z.infer<(typeof auditKinds)[Kind]["detail"]> };
}[K] &
  Omit<AuditEnvelope, "id">;
