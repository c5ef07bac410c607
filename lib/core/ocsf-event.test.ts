/**
 * Events in the framework's words: what its schema requires of each class, asked of the example of every kind there is. The
 * model below is written from the schema's own files, ocsf-schema 1.9.0, and knows nothing of how events are mapped.
 */

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { auditCatalogue } from "@/lib/core/audit-catalogue";
import { type AuditEntry, type AuditKind, auditKinds, isAuditKind } from "@/lib/core/audit-events";
import { ocsfEvent } from "@/lib/core/ocsf-event";
import { auditText } from "@/lib/store/audit-text";

const ms = z.int().min(1_000_000_000_000);
const text = z.string().min(1);

function oneOf<Shape extends z.ZodObject>(shape: Shape, ...names: string[]) {
  return shape.refine((value) => names.some((name) => name in value), { error: `one of ${names}` });
}

const Account = oneOf(
  z.strictObject({
    uid: text.optional(),
    name: text.optional(),
    type_id: z.literal(10),
    type: z.literal("AWS Account"),
  }),
  "uid",
  "name",
);

const User = oneOf(
  z.strictObject({
    uid: text.optional(),
    uid_alt: text.optional(),
    name: text.optional(),
    full_name: text.optional(),
    email_addr: text.optional(),
    credential_uid: text.optional(),
    type_id: z.literal([0, 1]).optional(),
    type: z.literal(["Unknown", "User"]).optional(),
  }),
  "uid",
  "name",
);

const Endpoint = oneOf(
  z.strictObject({
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    intermediate_ips: z.array(z.union([z.ipv4(), z.ipv6()])).optional(),
    svc_name: text.optional(),
  }),
  "ip",
  "svc_name",
);

const Session = z.strictObject({ credential_uid: text.optional(), expiration_time: ms.optional() });

const base = {
  metadata: z.strictObject({
    version: z.literal("1.9.0"),
    profiles: z.array(z.literal("cloud")).optional(),
    product: z.strictObject({ name: text, vendor_name: text, version: text }),
    log_name: text,
    uid: z.uuid(),
    sequence: z.int().positive(),
    event_code: text,
    correlation_uid: z.uuid(),
  }),
  time: ms,
  category_uid: z.int(),
  category_name: text,
  class_uid: z.int(),
  class_name: text,
  activity_id: z.int(),
  activity_name: text,
  type_uid: z.int(),
  type_name: text,
  severity_id: z.int().min(1).max(6),
  severity: text,
  status_id: z.literal([0, 1, 2, 4, 99]),
  status: text,
  status_code: text.optional(),
  status_detail: text.optional(),
  actor: oneOf(
    z.strictObject({
      user: User.optional(),
      idp: z.strictObject({ uid: text, name: text }).optional(),
      app_name: text.optional(),
    }),
    "user",
    "app_name",
  ),
  src_endpoint: Endpoint.optional(),
  http_request: z.strictObject({ user_agent: text }).optional(),
  cloud: z.strictObject({ provider: z.literal("AWS"), account: Account.optional() }).optional(),
  unmapped: z.record(z.string(), z.unknown()),
};

/** By `class_uid`: category, activities with their captions, and what the class itself requires. */
const classes: Record<number, { category: number; activities: Record<number, string>; shape: z.ZodObject }> =
  {
    2004: {
      category: 2,
      activities: { 1: "Create", 2: "Update", 3: "Close" },
      shape: z.strictObject({
        ...base,
        actor: z.undefined().optional(),
        finding_info: z.strictObject({ uid: text, title: text, created_time: ms.optional() }),
        is_alert: z.boolean(),
      }),
    },
    3002: {
      category: 3,
      activities: { 1: "Logon", 2: "Logoff", 6: "Preauth", 7: "Account Switch" },
      shape: z.strictObject({ ...base, user: User, service: z.strictObject({ name: text }) }),
    },
    3003: {
      category: 3,
      activities: { 1: "Assign Privileges", 2: "Assign Groups", 3: "Assign Roles" },
      shape: z.strictObject({
        ...base,
        user: User,
        iam_roles: z.array(z.strictObject({ name: text, account: Account.optional() })).min(1),
        session: Session.optional(),
      }),
    },
    3004: {
      category: 3,
      activities: {
        1: "Create",
        2: "Read",
        3: "Update",
        4: "Delete",
        6: "Enroll",
        8: "Enable",
        9: "Disable",
      },
      shape: z.strictObject({
        ...base,
        entity: oneOf(
          z.strictObject({ type: text, uid: text.optional(), name: text.optional() }),
          "uid",
          "name",
        ),
      }),
    },
    3007: {
      category: 3,
      activities: { 4: "Enable", 5: "Disable", 6: "Lock", 7: "Unlock" },
      shape: z.strictObject({ ...base, user: User }),
    },
    6003: {
      category: 6,
      activities: { 1: "Create", 2: "Read", 3: "Update", 4: "Delete" },
      shape: z.strictObject({
        ...base,
        src_endpoint: Endpoint,
        api: z.strictObject({ operation: text, request: z.strictObject({ uid: text }).optional() }),
      }),
    },
  };

const kinds = Object.keys(auditKinds).filter(isAuditKind);

function lineOf(entry: AuditEntry) {
  const { text } = auditText(entry);
  const hash = createHash("sha256").update(text).digest("hex");
  return { seq: 12, at: "2026-03-02T16:04:05.123Z", version: 1, previous: "00".repeat(32), hash, text };
}

function exampleOf(kind: AuditKind) {
  return lineOf({ kind, ...auditCatalogue[kind].example } as AuditEntry);
}

describe.each(kinds)("%s", (kind) => {
  const line = exampleOf(kind);
  const event = ocsfEvent(line);
  const model = classes[Number(event.class_uid)];

  test("has every attribute that its class requires, and none that it does not know", () => {
    expect(model?.shape.safeParse(event).error?.issues).toBeUndefined();
  });

  test("is numbered as the schema numbers it", () => {
    expect(event.category_uid).toBe(model?.category);
    expect(event.type_uid).toBe(Number(event.class_uid) * 100 + Number(event.activity_id));
    const caption = model?.activities[Number(event.activity_id)];
    // An activity of ours has the number for others, and a name that is none of the schema's.
    if (event.activity_id === 99)
      expect(Object.values(model?.activities ?? {})).not.toContain(event.activity_name);
    else expect(event.activity_name).toBe(caption);
  });

  test("names AWS's profile exactly where it has its attributes", () => {
    const { profiles } = event.metadata as { profiles?: string[] };
    expect(profiles?.includes("cloud") ?? false).toBe("cloud" in event);
  });

  test("leads back to the event in the record", () => {
    expect(event.metadata).toMatchObject({ sequence: 12, event_code: kind, uid: JSON.parse(line.text).id });
    expect(event.unmapped).toMatchObject({ hash: line.hash });
  });
});

test("keys that leave say who, from where, which role of which account, and which key", () => {
  expect(ocsfEvent(exampleOf("credentials.issued"))).toMatchObject({
    class_uid: 3003,
    activity_id: 3,
    type_uid: 300303,
    time: Date.parse("2026-03-02T16:04:05.123Z"),
    status: "Success",
    user: {
      email_addr: "ada@example.com",
      full_name: "Ada Lovelace",
      credential_uid: "Zm9yLXRoZS1leGFtcGxlcw",
    },
    actor: { idp: { uid: "https://id.example.com" } },
    src_endpoint: { ip: "198.51.100.20" },
    iam_roles: [{ name: "ReadOnlyAccess", account: { uid: "111122223333", name: "payments-prod" } }],
    session: { credential_uid: "ASIAEXAMPLE0EXAMPLE0" },
    cloud: { provider: "AWS", account: { uid: "111122223333" } },
  });
});

test("an event that a newer version wrote is one without a class, and keeps what it says", () => {
  const line = exampleOf("sign-out");
  const newer = { ...line, text: line.text.replace('"sign-out"', '"sign-out.elsewhere"') };
  expect(ocsfEvent(newer)).toMatchObject({
    class_uid: 0,
    type_uid: 0,
    metadata: { event_code: "sign-out.elsewhere" },
    unmapped: { detail: { everywhere: true } },
  });
});

test.each(["", "{", "null", "[]", '"text"', '{"kind":7,"person":"x","detail":[],"source":{"address":1}}'])(
  "an event whose text somebody made %j is one without a class, and keeps its place",
  (spoiled) => {
    const event = ocsfEvent({ ...exampleOf("sign-out"), text: spoiled });
    expect(event).toMatchObject({ class_uid: 0, metadata: { sequence: 12 }, status_id: 0 });
    expect(event.unmapped).toHaveProperty("hash");
  },
);
