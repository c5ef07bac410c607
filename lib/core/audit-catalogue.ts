/**
 * What each kind of event means: when it happens, what it is in the Open Cybersecurity Schema Framework, and an example. A kind
 * without a line here does not compile. `docs/operations/audit-events.md` is made from it, and the export as OCSF.
 */

import type { z } from "zod";
import type { AuditEntry, AuditKind, auditKinds } from "@/lib/core/audit-events";
import type { OcsfActivity } from "@/lib/core/ocsf-classes";

type DetailField<K extends AuditKind> = Extract<keyof z.infer<(typeof auditKinds)[K]["detail"]>, string>;

/** What was made, changed or ended, and which fields of the detail name it. */
type Entity<Field> = { type: string; uid?: Field | "tokenFingerprint"; name?: Field };

export type CatalogueEntry<K extends AuditKind = AuditKind> = {
  /** One sentence. */
  when: string;
  ocsf: OcsfActivity & {
    entity?: Entity<DetailField<K>>;
    /** What the person is let into, where that is not the portal. */
    service?: string;
  };
  /** As its writer gives it. */
  example: Omit<AuditEntry<K>, "kind">;
  /** What a field of the detail says, where its name does not. */
  fields?: Partial<Record<DetailField<K>, string>>;
};

const correlationId = "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e6f";
const requestId = "8f2c5b0e-41d7-4c55-b6ce-0d6f3f3f0a11";
const owner = "5d0e9f53-8f6a-4d2e-8f40-51627b0c1a52";

/** Somebody unknown, in a browser. */
const somebody = {
  correlationId,
  source: {
    address: "192.0.2.7",
    peer: "10.0.0.4",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  },
};

const person = {
  id: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162",
  issuer: "https://id.example.com",
  subject: "00u1a2b3c4",
  name: "Ada Lovelace",
  email: "ada@example.com",
  userName: "ada",
};

const ada = { ...somebody, person };

/** Nobody's click: work that the portal does by itself. */
const byItself = { correlationId, person };

const token = { tokenFingerprint: "Zm9yLXRoZS1leGFtcGxlcw" };

/** A program of hers. */
const program = {
  correlationId,
  source: { address: "198.51.100.20", peer: "10.0.0.4", userAgent: "aws-cli/2.31.0 md/awscrt#0.27.6" },
};

const production = {
  grant: { instance: "main", accountId: "111122223333", role: "ReadOnlyAccess" },
  accountName: "payments-prod",
};

const answers = { requestId, ...production };
const accessKeyId = "ASIAEXAMPLE0EXAMPLE0";
const expiresAt = "2026-03-02T17:04:05.000Z";

const logon = { class: "authentication", activity: "Logon" } as const;
const identityCenter = { ...logon, service: "AWS IAM Identity Center" } as const;
const assignRoles = { class: "authorize-session", activity: "Assign Roles" } as const;

function entity<const Activity extends "Create" | "Update" | "Delete" | "Enroll">(activity: Activity) {
  return { class: "entity-management", activity } as const;
}

const accessToken = { type: "Access token", uid: "tokenFingerprint" } as const;
const pairing = { type: "Pairing of a machine", uid: "id" } as const;
const profileSet = { type: "Profile set", uid: "set", name: "title" } as const;
const rules = { type: "Account rules" } as const;

const blocked = { type: "Person", uid: "id", name: "name" } as const;
const emmy = { id: owner, name: "Emmy Noether" };

const waiting = { id: "3b4c1f0e-8a52-4b7e-9d05-6f1c2a7e9b10", machine: "build-7" };
const team = { set: "p4ym3ntsT34m", title: "Payments team" };
const machinesAddress = "198.51.100.20";

export const auditCatalogue: { readonly [K in AuditKind]: CatalogueEntry<K> } = {
  "sign-in.succeeded": {
    when: "The identity provider signed somebody in.",
    ocsf: logon,
    example: { ...ada, detail: { groups: 12, administrator: false, auditor: false } },
    fields: { groups: "how many groups the provider names; null where it names none" },
  },
  "sign-in.failed": {
    when: "The identity provider did not sign somebody in, or its answer was not to be trusted.",
    ocsf: logon,
    example: {
      ...somebody,
      detail: { problem: "sign-in-failed", reason: "the provider answered access_denied" },
    },
  },
  "sign-out": {
    when: "A person ended a session, or all of theirs.",
    ocsf: { class: "authentication", activity: "Logoff" },
    example: { ...ada, detail: { everywhere: true } },
    fields: { everywhere: "all sessions and access tokens of the person" },
  },
  "request.refused": {
    when: "A door turned a request away: wrong origin, wrong input, a page or a role that is not theirs.",
    ocsf: { class: "api-activity", activity: "Refuse" },
    example: { ...ada, detail: { problem: "not-found", method: "GET", path: "/admin/accounts" } },
  },
  "audit.month-removed": {
    when: "A month that was kept long enough left the database, after it was written to a file; with its signed tombstone.",
    ocsf: { ...entity("Delete"), entity: { type: "Part of the audit record", name: "file" } },
    example: {
      correlationId,
      detail: {
        first: 1,
        last: 48_211,
        count: 48_211,
        file: "audit-record-1-48211.jsonl",
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      },
    },
  },
  "refusals.counted": {
    when: "So many refusals of one kind came within a minute that the rest of them was counted.",
    ocsf: { class: "api-activity", activity: "Refuse" },
    example: {
      ...somebody,
      detail: {
        of: "sign-in.failed",
        count: 4218,
        others: false,
        first: "2026-01-05T08:30:00.112Z",
        last: "2026-01-05T08:30:59.871Z",
      },
    },
    fields: {
      of: "the kind that was counted",
      others: "of all who have no row of their own; else of the one whom the event names",
    },
  },
  "access-token.created": {
    when: "A person made an access token for a machine, on a page or by pairing; committed before there is one.",
    ocsf: { ...entity("Create"), entity: { ...accessToken, name: "name" } },
    example: {
      ...ada,
      ...token,
      detail: { name: "build-7", roles: 1, networks: 1, madeBy: "page", expiresAt },
    },
    fields: {
      roles: "how many it is for; null: all that the person has",
      networks: "how many it is bound to; 0: it is not",
    },
  },
  "access-token.failed": {
    when: "The token that the event before it announced was not made after all: the database did not answer.",
    ocsf: { ...entity("Create"), entity: accessToken },
    example: { ...ada, ...token, requestId, detail: { problem: "store-unavailable" } },
  },
  "access-token.revoked": {
    when: "A token ended before its time: by its person, by signing out everywhere, by an administrator, or since the identity provider stands by the person no more.",
    ocsf: { ...entity("Delete"), entity: { ...accessToken, name: "name" } },
    example: { ...ada, ...token, detail: { name: "build-7", why: "administrator", owner } },
    fields: { why: "who or what ended it", owner: "the person whose it was, where another ended it" },
  },
  "access-token.refused": {
    when: "Somebody came to a door for machines without a good token.",
    ocsf: logon,
    example: { ...program, person, ...token, detail: { reason: "expired", path: "/api/v1/container" } },
    fields: { reason: "what was wrong with it; the machine is told the same whatever it was" },
  },
  "access-token.unconfirmed": {
    when: "The identity provider no longer stands by a person whose access tokens live: it refused their refresh token, and the tokens end with it.",
    ocsf: { class: "authentication", activity: "Confirm" },
    example: {
      ...byItself,
      detail: { problem: "access-token-refused", reason: "the provider answered invalid_grant" },
    },
  },
  "connection.begun": {
    when: "A person asked for a code to approve at AWS, in device-code mode; committed before AWS is asked.",
    ocsf: { class: "authentication", activity: "Preauth", service: "AWS IAM Identity Center" },
    example: { ...ada, detail: { instance: "main", way: "device-code" } },
  },
  "connection.made": {
    when: "An Identity Center token was obtained for a person.",
    ocsf: identityCenter,
    example: {
      ...ada,
      detail: {
        instance: "main",
        arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnlyAccess_0123456789abcdef/ada",
        userId: "90676f2c1d-5e1c8f2a-0b3d-4c6e-9f10-1a2b3c4d5e6f",
        expiresAt,
      },
    },
    fields: {
      arn: "what AWS says the person is, at the first keys of the connection",
      userId: "by which Identity Center’s own events name the person; not where AWS does not tell it",
    },
  },
  "connection.refused": {
    when: "AWS, or the portal, refused an Identity Center token for a person.",
    ocsf: identityCenter,
    example: {
      ...ada,
      detail: { instance: "main", problem: "identity-mismatch", reason: "the session is somebody else's" },
    },
  },
  "credentials.requested": {
    when: "A person asked for keys, or a machine did; committed before AWS is asked.",
    ocsf: assignRoles,
    example: { ...ada, ...production, detail: { format: "bash" } },
    fields: { format: "what the keys are written as; at a door for machines, which door" },
  },
  "credentials.issued": {
    when: "Keys are about to leave; committed before they do.",
    ocsf: assignRoles,
    example: {
      ...program,
      person,
      ...token,
      ...answers,
      accessKeyId,
      detail: { format: "container", expiresAt, reused: true },
    },
    fields: {
      reused: "the same keys had left before, to another of the person's machines; there need be no request",
    },
  },
  "credentials.refused": {
    when: "AWS did not give the keys, or the account's name was to be typed and was not.",
    ocsf: assignRoles,
    example: { ...ada, ...answers, detail: { problem: "role-not-granted" } },
  },
  "credentials.failed": {
    when: "AWS could not give the keys, or what was kept of them did not open.",
    ocsf: assignRoles,
    example: { ...ada, ...answers, detail: { problem: "aws-unavailable" } },
  },
  "credentials.unknown": {
    when: "The portal ended before the request did; nobody knows whether AWS made keys, but none were handed over without credentials.issued.",
    ocsf: assignRoles,
    example: {
      correlationId,
      ...answers,
      detail: { reason: "how this request ended could not be recorded" },
    },
  },
  "console.requested": {
    when: "A person asked for the AWS console; committed before AWS is asked.",
    ocsf: assignRoles,
    example: {
      ...ada,
      ...production,
      detail: { destination: "https://eu-central-1.console.aws.amazon.com/cloudwatch/home" },
    },
  },
  "console.opened": {
    when: "A person is about to be sent to the console; committed before they are.",
    ocsf: assignRoles,
    example: {
      ...ada,
      ...answers,
      accessKeyId,
      detail: { destination: "https://eu-central-1.console.aws.amazon.com/cloudwatch/home", expiresAt },
    },
  },
  "console.refused": {
    when: "AWS did not give the role, or the account's name was to be typed and was not.",
    ocsf: assignRoles,
    example: { ...ada, ...answers, detail: { problem: "role-not-granted" } },
  },
  "console.failed": {
    when: "AWS could not open the console.",
    ocsf: assignRoles,
    example: { ...ada, ...answers, detail: { problem: "aws-slow" } },
  },
  "console.unknown": {
    when: "The portal ended before the request did; nobody was sent to the console without console.opened.",
    ocsf: assignRoles,
    example: {
      correlationId,
      ...answers,
      detail: { reason: "how this request ended could not be recorded" },
    },
  },
  "account-rules.changed": {
    when: "An administrator changed how accounts look and which ask for their name; committed before the change counts.",
    ocsf: { ...entity("Update"), entity: rules },
    example: {
      ...ada,
      detail: { version: 7, rules: 4, confirming: 1, changes: "added: production by name" },
    },
    fields: {
      confirming: "how many of them make an account ask for its name",
      changes: "in words, cut where there is no room",
    },
  },
  "account-rules.failed": {
    when: "That change did not come to be: somebody else saved first, or the database did not answer.",
    ocsf: { ...entity("Update"), entity: rules },
    example: { ...ada, requestId, detail: { version: 7, problem: "store-unavailable" } },
  },
  "pairing.begun": {
    when: "A machine asked to be paired; nobody is known yet, only its address and what it calls itself.",
    ocsf: { ...entity("Create"), entity: { ...pairing, name: "machine" } },
    example: { ...program, detail: { ...waiting, suggested: 1 } },
    fields: { suggested: "how many roles it proposes" },
  },
  "pairing.claimed": {
    when: "A person entered a machine's code; from here on it is theirs alone.",
    ocsf: { ...entity("Update"), entity: { ...pairing, name: "machine" } },
    example: { ...ada, detail: { ...waiting, address: machinesAddress, sameAddress: false } },
    fields: { address: "the machine's", sameAddress: "whether the person's was the same" },
  },
  "pairing.approved": {
    when: "That person allowed the machine; committed before it counts. The token is an event of its own, once the machine has come for it.",
    ocsf: { ...entity("Enroll"), entity: { ...pairing, name: "machine" } },
    example: { ...ada, detail: { ...waiting, address: machinesAddress, roles: 1, networks: 0, hours: 8 } },
    fields: { address: "the machine's", roles: "null: all that the person has" },
  },
  "pairing.denied": {
    when: "That person refused the machine.",
    ocsf: { ...entity("Enroll"), entity: pairing },
    example: { ...ada, detail: { id: waiting.id } },
  },
  "pairing.refused": {
    when: "A code that no machine shows, or that is somebody else's; too many entries; or what was allowed could not be fetched, because the person was signed out meanwhile.",
    ocsf: { ...entity("Enroll"), entity: pairing },
    example: { ...ada, detail: { problem: "pairing-unknown", reason: "no machine shows this code" } },
  },
  "profile-set.created": {
    when: "A person made a profile set; committed before it counts.",
    ocsf: { ...entity("Create"), entity: profileSet },
    example: { ...ada, detail: { ...team, groups: 1 } },
    fields: { groups: "how many it is shared with" },
  },
  "profile-set.changed": {
    when: "A person changed a profile set; committed before it counts. Which parts, never its patterns or names.",
    ocsf: { ...entity("Update"), entity: profileSet },
    example: { ...ada, detail: { ...team, version: 2, changes: "which roles, groups" } },
  },
  "profile-set.shared": {
    when: "A person shared a profile set with other groups than before; committed before it counts.",
    ocsf: { ...entity("Update"), entity: profileSet },
    example: { ...ada, detail: { ...team, groups: 2, names: "payments, platform" } },
    fields: { names: "the groups from now on, cut where there is no room" },
  },
  "profile-set.deleted": {
    when: "A person deleted a profile set; committed before it counts.",
    ocsf: { ...entity("Delete"), entity: profileSet },
    example: { ...ada, detail: { ...team } },
    fields: { owner: "the person whose it was, where another deleted it" },
  },
  "profile-set.failed": {
    when: "What the event before it said of a profile set did not come to be: somebody else saved first, or the database did not answer.",
    ocsf: { ...entity("Update"), entity: { type: "Profile set", uid: "set" } },
    example: { ...ada, requestId, detail: { set: team.set, problem: "store-unavailable" } },
  },
  "person.blocked": {
    when: "An administrator shut a person out, and said why; committed before it counts. Whoever did it is the event's person.",
    ocsf: { class: "user-management", activity: "Lock", entity: blocked },
    example: { ...ada, detail: { ...emmy, reason: "laptop stolen, ticket 4711" } },
    fields: { id: "the person who is shut out", name: "what they are called" },
  },
  "person.unblocked": {
    when: "An administrator let a person in again; committed before it counts.",
    ocsf: { class: "user-management", activity: "Unlock", entity: blocked },
    example: { ...ada, detail: { ...emmy } },
    fields: { id: "the person who may come in again", name: "what they are called" },
  },
  "person.block-failed": {
    when: "What the event before it said of a block did not come to be: the database did not answer, or the administrator was blocked meanwhile.",
    ocsf: { class: "user-management", activity: "Lock", entity: { type: "Person", uid: "id" } },
    example: { ...ada, requestId, detail: { id: owner, problem: "store-unavailable" } },
    fields: { id: "the person whom it was about" },
  },
  "audit.exported": {
    when: "Somebody is about to take the record out; committed before the first line leaves.",
    ocsf: { class: "api-activity", activity: "Read" },
    example: { ...ada, detail: { format: "jsonl", filter: "{}", after: 120_000 } },
    fields: {
      format: "`jsonl`, `csv` or `ocsf`",
      filter: "what was chosen, as JSON, cut where there is no room",
      after: "the number of the last event that they had already",
    },
  },
  "audit.export-completed": {
    when: "The last event of an export has left.",
    ocsf: { class: "api-activity", activity: "Read" },
    example: { ...ada, requestId, detail: { format: "jsonl", events: 8_412, last: 128_412 } },
    fields: { events: "how many left", last: "the number of the last of them" },
  },
  "audit.export-broken": {
    when: "An export ended before its last event: whoever took it left, or the database did not answer.",
    ocsf: { class: "api-activity", activity: "Read" },
    example: {
      ...ada,
      requestId,
      detail: { format: "jsonl", events: 3_000, last: 123_000, reason: "whoever took it left" },
    },
    fields: { events: "how many left", last: "the number of the last of them" },
  },
  "audit.delivery-late": {
    when: "A delivery or an anchor of the record has not got what happened more than ten minutes ago. Said once, until it has caught up.",
    ocsf: { class: "detection-finding", activity: "Create" },
    example: {
      correlationId,
      detail: { delivery: "delivery:webhook", seconds: 612, problem: "delivery-unreachable" },
    },
    fields: {
      delivery: "`delivery:` or `anchor:`, and what kind of receiver it is",
      seconds: "how long the oldest of what it has not got has waited",
    },
  },
  "audit.delivery-caught-up": {
    when: "A delivery or an anchor that was late has got everything.",
    ocsf: { class: "detection-finding", activity: "Close" },
    example: { correlationId, detail: { delivery: "delivery:webhook", seconds: 3_640 } },
    fields: { seconds: "for how long it was late" },
  },
  "audit.verification-failed": {
    when: "The verification found the record changed, cut off, written anew or wrongly signed. Once for each fault, whatever the number of times it is found.",
    ocsf: { class: "detection-finding", activity: "Create" },
    example: {
      correlationId,
      detail: { fault: "changed", what: "Event 12 is not as recorded: changed afterwards." },
    },
    fields: {
      fault: "what kind of fault, as `lib/core/record-fault.ts` lists them",
      what: "one sentence that names the events or statements",
    },
  },
};
