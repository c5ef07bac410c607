/** Events as a company of a few hundred people makes them. */

import { randomUUID } from "node:crypto";
import type { AuditEntry } from "@/lib/core/audit-events";
import { chainStart, chainVersion, linkHash } from "@/lib/store/audit-chain";
import { auditText } from "@/lib/store/audit-text";

const people = Array.from({ length: 400 }, (_, index) => ({
  id: randomUUID(),
  issuer: "https://id.example.com",
  subject: `00u${index}`,
  name: `Person Number ${index}`,
  email: `person.${index}@example.com`,
}));

const roles = ["ReadOnlyAccess", "Developer", "AdministratorAccess", "Billing"];

function of<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

export function accountOf(index: number): string {
  return String(100_000_000_000 + ((index * 7) % 1_000));
}

export function event(index: number): AuditEntry {
  return {
    kind: "credentials.issued",
    correlationId: randomUUID(),
    requestId: randomUUID(),
    person: of(people, index),
    source: {
      address: `10.0.${index % 200}.7`,
      peer: "10.0.0.1",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    },
    grant: { instance: "main", accountId: accountOf(index), role: of(roles, index) },
    accountName: `account-${(index * 7) % 1_000}`,
    accessKeyId: `ASIA${String(index).padStart(16, "0")}`,
    detail: { format: "bash", expiresAt: "2027-01-01T00:00:00.000Z" },
  };
}

/** A thousand different texts are enough to search in; each place in the chain makes its digest anew. */
const kinds = 1_000;

/**
 * A chain of so many events, evenly over the time given, as lines that COPY takes. Each differs from the others in what makes it
 * one: id, correlation, key.
 */
export function* chainLines(count: number, from: Date, until: Date): Generator<string> {
  const models = Array.from({ length: kinds }, (_, index) => auditText(event(index)));
  let previous: string = chainStart.hash;
  for (let seq = 1; seq <= count; seq += 1) {
    const { columns, text: model, id: modelId } = of(models, seq);
    const id = uuidOf(seq);
    const accessKeyId = `ASIA${String(seq).padStart(16, "0")}`;
    const text = model.replace(modelId, id).replace(columns.accessKeyId ?? "", accessKeyId);
    const at = Math.floor(from.getTime() + ((until.getTime() - from.getTime()) * seq) / (count + 1));
    const hash = linkHash({ version: chainVersion, previous, seq, at, text });
    const c = columns;
    yield [
      seq,
      id,
      new Date(at).toISOString(),
      chainVersion,
      c.kind,
      c.outcome,
      c.correlationId,
      c.requestId,
      c.personId,
      c.personName,
      c.personEmail,
      c.instance,
      c.accountId,
      c.accountName,
      c.role,
      c.address,
      c.userAgent,
      accessKeyId,
      text.replaceAll("\\", "\\\\"),
      `\\\\x${previous}`,
      `\\\\x${hash}`,
    ]
      .map((value) => value ?? "\\N")
      .join("\t");
    previous = hash;
  }
}

export const chainColumns =
  "seq, id, at, version, kind, outcome, correlation_id, request_id, person_id, person_name, person_email, instance, " +
  "account_id, account_name, role, address, user_agent, access_key_id, text, previous_hash, hash";

function uuidOf(seq: number): string {
  return `00000000-0000-4000-8000-${seq.toString(16).padStart(12, "0")}`;
}
