/**
 * An event in the words of the Open Cybersecurity Schema Framework, as Security Lake, Splunk and others read them. What the framework
 * has no word for stands under `unmapped`, with the digest by which the event is found in the record itself.
 */

import { auditCatalogue } from "@/lib/core/audit-catalogue";
import { type EventText, readEventText } from "@/lib/core/audit-event-text";
import { type AuditKind, isAuditKind } from "@/lib/core/audit-events";
import { type OcsfActivity, ocsfClasses, ocsfNumbers, ocsfVersion } from "@/lib/core/ocsf-classes";
import type { EventLine } from "@/lib/core/record-line";
import { version } from "@/lib/core/version";

type Part = Record<string, unknown>;

type Mapping = OcsfActivity & { entity?: { type: string; uid?: string; name?: string }; service?: string };

type Told = EventText & { seq: number; at: string };

function mappingOf(kind: AuditKind): Mapping {
  return auditCatalogue[kind].ocsf;
}

function string(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Milliseconds since 1970, as the framework counts. */
function time(value: unknown): number | undefined {
  const ms = Date.parse(string(value) ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

/** Without what is not known: the framework has no null. */
function known(part: Part): Part {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== undefined && value !== null),
  );
}

const statuses: Readonly<Record<string, Part>> = {
  requested: { status_id: 99, status: "Requested" },
  succeeded: { status_id: 1, status: "Success" },
  refused: { status_id: 2, status: "Failure" },
  failed: { status_id: 2, status: "Failure" },
};

/** Of a finding it says what became of it. */
function findingStatus(outcome: string): Part {
  return outcome === "succeeded" ? { status_id: 4, status: "Resolved" } : { status_id: 1, status: "New" };
}

function statusOf({ outcome = "", detail }: Told, mapping: Mapping | null): Part {
  const isFinding = mapping?.class === "detection-finding";
  const came = statuses[outcome] ?? { status_id: 0, status: "Unknown" };
  const status = isFinding ? findingStatus(outcome) : came;
  return known({ ...status, status_code: string(detail.problem), status_detail: string(detail.reason) });
}

function severityOf({ outcome }: Told, mapping: Mapping | null): Part {
  if (mapping?.class === "detection-finding" && outcome !== "succeeded") {
    return { severity_id: 5, severity: "Critical" };
  }
  const isCalm = outcome === "requested" || outcome === "succeeded";
  return isCalm ? { severity_id: 1, severity: "Informational" } : { severity_id: 2, severity: "Low" };
}

const nobody = { name: "unknown", type_id: 0, type: "Unknown" };

function userOf({ person, tokenFingerprint }: Told): Part {
  if (!person) return nobody;
  return known({
    uid: person.id,
    uid_alt: person.subject,
    name: person.userName ?? person.email ?? person.name ?? person.subject,
    full_name: person.name,
    email_addr: person.email,
    type_id: 1,
    type: "User",
    credential_uid: tokenFingerprint,
  });
}

function actorOf(event: Told): Part {
  const { person, source } = event;
  if (!person && !source) return { app_name: "Sallyport" };
  const issuer = person?.issuer;
  return { user: userOf(event), ...(issuer === undefined ? {} : { idp: { uid: issuer, name: issuer } }) };
}

function sourceOf({ source }: Told): Part {
  if (!source) return {};
  const { address, peer, userAgent } = source;
  const endpoint = known({ ip: address, intermediate_ips: peer === address || !peer ? undefined : [peer] });
  return {
    ...(Object.keys(endpoint).length > 0 ? { src_endpoint: endpoint } : {}),
    ...(userAgent ? { http_request: { user_agent: userAgent } } : {}),
  };
}

/** Who did it and from where. Nobody does a finding: the framework has no actor for it. */
function askedBy(event: Told, mapping: Mapping | null): Part {
  if (mapping?.class === "detection-finding") return {};
  return { actor: actorOf(event), ...sourceOf(event) };
}

function accountOf({ grant, accountName }: Told): Part | null {
  if (!grant?.accountId) return null;
  return known({ uid: grant.accountId, name: accountName, type_id: 10, type: "AWS Account" });
}

function cloudOf(event: Told, mapping: Mapping | null): Part {
  const account = accountOf(event);
  if (!account && !mapping?.service) return {};
  return { cloud: { provider: "AWS", ...(account ? { account } : {}) } };
}

function sessionOf({ accessKeyId, detail }: Told): Part {
  const session = known({ credential_uid: accessKeyId, expiration_time: time(detail.expiresAt) });
  return Object.keys(session).length > 0 ? { session } : {};
}

/** Our fields by the names that the catalogue gives. */
function entityOf(event: Told, { entity }: Mapping): Part {
  const field = (name: string | undefined) =>
    name === undefined
      ? undefined
      : string(name === "tokenFingerprint" ? event.tokenFingerprint : event.detail[name]);
  const [uid, name] = [field(entity?.uid), field(entity?.name)];
  const type = entity?.type ?? "Unknown";
  // The framework wants one of both.
  return known({ type, uid, name: name ?? (uid === undefined ? type : undefined) });
}

/** What the class asks for, beyond what all events have. */
const classParts: { [Class in OcsfActivity["class"]]: (event: Told, mapping: Mapping) => Part } = {
  authentication: (event, { service }) => ({
    user: userOf(event),
    service: { name: service ?? "Sallyport" },
  }),
  "authorize-session": (event) => {
    const account = accountOf(event);
    const role = { name: event.grant?.role ?? "unknown", ...(account ? { account } : {}) };
    return { user: userOf(event), iam_roles: [role], ...sessionOf(event) };
  },
  "entity-management": (event, mapping) => ({ entity: entityOf(event, mapping) }),
  "user-management": ({ detail }) => ({
    user: known({ uid: string(detail.person), name: string(detail.name) ?? "unknown" }),
  }),
  "api-activity": ({ kind, correlationId, source }) => ({
    api: { operation: kind, ...(correlationId ? { request: { uid: correlationId } } : {}) },
    ...(source ? {} : { src_endpoint: { svc_name: "Sallyport" } }),
  }),
  "detection-finding": ({ id, kind = "", seq, at }) => ({
    finding_info: {
      uid: id ?? String(seq),
      title: isAuditKind(kind) ? auditCatalogue[kind].when : kind,
      created_time: time(at),
    },
    is_alert: true,
  }),
};

/** An event that this version has no line for is one without a class. */
const noClass = {
  category_uid: 0,
  category_name: "Uncategorized",
  class_uid: 0,
  class_name: "Base Event",
  activity_id: 0,
  activity_name: "Unknown",
  type_uid: 0,
  type_name: "Base Event: Unknown",
};

function classification(mapping: Mapping | null): Part {
  if (!mapping) return noClass;
  const { name, category } = ocsfClasses[mapping.class];
  const { classUid, activityId, typeUid } = ocsfNumbers(mapping);
  return {
    category_uid: category.uid,
    category_name: category.name,
    class_uid: classUid,
    class_name: name,
    activity_id: activityId,
    activity_name: mapping.activity,
    type_uid: typeUid,
    type_name: `${name}: ${mapping.activity}`,
  };
}

function metadataOf({ id, seq, kind, correlationId }: Told, isCloud: boolean): Part {
  return known({
    version: ocsfVersion,
    profiles: isCloud ? ["cloud"] : undefined,
    product: { name: "Sallyport", vendor_name: "Sallyport", version },
    log_name: "audit",
    uid: id,
    sequence: seq,
    event_code: kind,
    correlation_uid: correlationId,
  });
}

/** One object of JSON; a line of the export, and what is delivered. */
export function ocsfEvent({ seq, at, text, hash }: EventLine): Part {
  const event: Told = { detail: {}, ...readEventText(text), seq, at };
  const mapping = event.kind !== undefined && isAuditKind(event.kind) ? mappingOf(event.kind) : null;
  const cloud = cloudOf(event, mapping);
  return {
    metadata: metadataOf(event, "cloud" in cloud),
    time: time(at),
    ...classification(mapping),
    ...severityOf(event, mapping),
    ...statusOf(event, mapping),
    ...askedBy(event, mapping),
    ...cloud,
    ...(mapping ? classParts[mapping.class](event, mapping) : {}),
    unmapped: known({
      outcome: event.outcome,
      instance: event.grant?.instance,
      request_id: event.requestId,
      detail: Object.keys(event.detail).length > 0 ? event.detail : undefined,
      hash,
    }),
  };
}
