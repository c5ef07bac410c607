/** The audit record in people's words. Pure: runs in the browser too, so the table of kinds itself stays on the server. */

import { duration } from "@/app/_ui/remaining";
import type { AuditKind, AuditOutcome } from "@/lib/core/audit-events";
import type { AuditRow } from "@/lib/core/audit-row";
import { isKindGroup, type KindGroup, kindGroupLabel } from "@/lib/core/kind-groups";
import { formats, isFormatId } from "@/lib/credentials/formats";

type Words = {
  /** In a list of all kinds. */
  label: string;
  /** In a row, beside its outcome. */
  what: string;
  /** What came of it, where the outcome's own word would say less. */
  came?: string;
};

export const kindWords: Record<AuditKind, Words> = {
  "sign-in.succeeded": { label: "Signed in", what: "sign-in", came: "signed in" },
  "sign-in.failed": { label: "Sign-in failed", what: "sign-in" },
  "sign-out": { label: "Signed out", what: "sign-out", came: "signed out" },
  "request.refused": { label: "Request refused", what: "request" },
  "audit.month-removed": {
    label: "Month of the record removed",
    what: "audit record, a month",
    came: "removed",
  },
  "refusals.counted": { label: "More refusals, counted", what: "flood of refusals", came: "counted" },
  "access-token.created": { label: "Access token made", what: "access token", came: "made" },
  "access-token.failed": { label: "Access token not made", what: "access token" },
  "access-token.revoked": { label: "Access token revoked", what: "access token", came: "revoked" },
  "access-token.refused": { label: "Access token refused", what: "access token" },
  "access-token.unconfirmed": { label: "Access tokens not confirmed", what: "identity provider" },
  "connection.begun": { label: "Connecting to AWS", what: "connection to AWS", came: "begun" },
  "connection.made": { label: "Connected to AWS", what: "connection to AWS", came: "made" },
  "connection.refused": { label: "Connection to AWS refused", what: "connection to AWS" },
  "credentials.requested": { label: "Keys requested", what: "keys" },
  "credentials.issued": { label: "Keys issued", what: "keys", came: "issued" },
  "credentials.refused": { label: "Keys refused", what: "keys" },
  "credentials.failed": { label: "Keys failed", what: "keys" },
  "credentials.unknown": { label: "Keys, outcome unknown", what: "keys" },
  "console.requested": { label: "Console requested", what: "console" },
  "console.opened": { label: "Console opened", what: "console", came: "opened" },
  "console.refused": { label: "Console refused", what: "console" },
  "console.failed": { label: "Console failed", what: "console" },
  "console.unknown": { label: "Console, outcome unknown", what: "console" },
  "account-rules.changed": { label: "Account rules changed", what: "account rules", came: "changed" },
  "account-rules.failed": { label: "Account rules not changed", what: "account rules" },
  "pairing.begun": { label: "Pairing begun", what: "pairing of a machine", came: "begun" },
  "pairing.claimed": { label: "Pairing code entered", what: "code of a machine", came: "entered" },
  "pairing.approved": { label: "Machine allowed", what: "pairing of a machine", came: "allowed" },
  "pairing.denied": { label: "Machine refused", what: "pairing of a machine" },
  "pairing.refused": { label: "Pairing refused", what: "pairing of a machine" },
  "profile-set.created": { label: "Profile set made", what: "profile set", came: "made" },
  "profile-set.changed": { label: "Profile set changed", what: "profile set", came: "changed" },
  "profile-set.shared": { label: "Profile set shared", what: "profile set", came: "shared" },
  "profile-set.deleted": { label: "Profile set deleted", what: "profile set", came: "deleted" },
  "profile-set.failed": { label: "Profile set not saved", what: "profile set" },
  "person.blocked": { label: "Person blocked", what: "block of a person", came: "blocked" },
  "person.unblocked": { label: "Block lifted", what: "block of a person", came: "lifted" },
  "person.block-failed": { label: "Block not changed", what: "block of a person" },
  "audit.exported": { label: "Audit record exported", what: "audit record", came: "exported" },
  "audit.export-completed": { label: "Export completed", what: "audit record", came: "all taken" },
  "audit.export-broken": { label: "Export broken off", what: "audit record", came: "broken off" },
  "audit.delivery-late": { label: "Record delivered late", what: "delivery of the record", came: "late" },
  "audit.delivery-caught-up": {
    label: "Late delivery caught up",
    what: "delivery of the record",
    came: "caught up",
  },
  "audit.verification-failed": { label: "Record found faulty", what: "audit record", came: "found faulty" },
};

export function isKnownKind(kind: string): kind is AuditKind {
  return Object.hasOwn(kindWords, kind);
}

/** A newer version of the portal may have written kinds that this one has no words for. */
export function wordsOf(kind: AuditKind): Words {
  return isKnownKind(kind) ? kindWords[kind] : { label: kind, what: kind };
}

/** A kind's or a group's; a kind that a newer version wrote has only its code. */
export function kindName(kind: AuditKind | KindGroup): string {
  if (isKindGroup(kind)) return kindGroupLabel(kind);
  return wordsOf(kind).label;
}

export const outcomeDots: Record<AuditOutcome, string> = {
  requested: "bg-faint",
  succeeded: "bg-good",
  refused: "bg-bad",
  failed: "bg-bad",
  unknown: "bg-warn",
};

export const outcomeTones: Record<AuditOutcome, string> = {
  requested: "text-dim",
  succeeded: "text-good",
  refused: "text-bad",
  failed: "text-bad",
  unknown: "text-warn",
};

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1` is `cloudwatch`. */
function service(destination: string): string | null {
  if (!URL.canParse(destination)) return null;
  return new URL(destination).pathname.split("/").find((part) => part !== "" && part !== "console") ?? null;
}

/** `keys, bash / zsh`; `console, cloudwatch`; `request, POST /api/credentials`. */
export function whatWords({ kind, detail }: Pick<AuditRow, "kind" | "detail">): string {
  const what = wordsOf(kind).what;
  const [format, destination, path] = [text(detail.format), text(detail.destination), text(detail.path)];
  if (format) return `${what}, ${isFormatId(format) ? formats[format].label : format}`;
  if (path) return `${what}, ${text(detail.method) ?? ""} ${path}`;
  const where = destination ? service(destination) : null;
  return where ? `${what}, ${where}` : what;
}

/** `issued · 1 h`; `issued again · 40 min`; `refused`. */
export function outcomeWords({
  kind,
  outcome,
  at,
  detail,
}: Pick<AuditRow, "kind" | "outcome" | "at" | "detail">): string {
  const came = `${wordsOf(kind).came ?? outcome}${detail.reused === true ? " again" : ""}`;
  const end = kind === "credentials.issued" || kind === "console.opened" ? text(detail.expiresAt) : null;
  return end && !Number.isNaN(Date.parse(end))
    ? `${came} · ${duration(Date.parse(end) - Date.parse(at))}`
    : came;
}

/** Who, as the row names them. Null for somebody unknown. */
export function whoWords({
  personName,
  personEmail,
  personId,
}: Pick<AuditRow, "personName" | "personEmail" | "personId">): string | null {
  return personName?.trim() ? personName : (personEmail ?? personId);
}

/** When what AWS handed out for this event ends, in milliseconds since 1970; null where nothing lives on. */
export function endOf({ kind, detail }: Pick<AuditRow, "kind" | "detail">): number | null {
  if (kind !== "credentials.issued" && kind !== "console.opened") return null;
  const end = Date.parse(text(detail.expiresAt) ?? "");
  return Number.isNaN(end) ? null : end;
}

/** How long after the first step another one was: `+0.4 s`, `+2 min`. */
export function sinceWords(begin: string, at: string): string {
  const passed = Date.parse(at) - Date.parse(begin);
  return passed < 60_000 ? `+${(passed / 1000).toFixed(1)} s` : `+${duration(passed)}`;
}

/** The kinds' own fields in words; one that a newer kind brings shows under its own name. */
const detailLabels: Record<string, string> = {
  format: "Format",
  expiresAt: "Alive until",
  problem: "Problem",
  reason: "Reason",
  groups: "Groups",
  administrator: "Administrator",
  auditor: "Auditor",
  everywhere: "Everywhere",
  method: "Method",
  path: "Path",
  destination: "Destination",
  arn: "ARN",
  filter: "Filter",
  version: "Version",
  rules: "Rules",
  confirming: "Ask for a name",
  changes: "Changes",
  id: "Id",
  name: "Name",
  roles: "Roles",
  networks: "Networks",
  hours: "Hours",
  madeBy: "Made by",
  why: "Ended by",
  owner: "Owner’s id",
  machine: "Machine",
  reused: "Reused",
  way: "Way",
  suggested: "Suggested",
  address: "Its address",
  sameAddress: "Same address",
  set: "Profile set",
  title: "Title",
  names: "Groups’ names",
};

export function detailLabel(name: string): string {
  return Object.hasOwn(detailLabels, name) ? (detailLabels[name] ?? name) : name;
}
