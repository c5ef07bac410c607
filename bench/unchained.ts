/** What the record is measured against: the same columns and indexes, without chain, lock or order. */

import { auditText } from "@/lib/store/audit-text";
import { database } from "@/lib/store/database";
import { event } from "./audit-events";
import type { AuditStore } from "./audit-store";

const table = "unchained";
const statement = `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`;

export async function makeUnchained({ run }: AuditStore): Promise<void> {
  await run(`CREATE TABLE ${table} (LIKE audit_event INCLUDING INDEXES)`);
}

const digest = `\\x${"00".repeat(32)}`;

let count = 0;

function row() {
  count += 1;
  const { text, columns: c } = auditText(event(count));
  return {
    seq: count,
    id: c.id,
    at: new Date().toISOString(),
    version: 1,
    kind: c.kind,
    outcome: c.outcome,
    correlation_id: c.correlationId,
    request_id: c.requestId,
    person_id: c.personId,
    person_name: c.personName,
    person_email: c.personEmail,
    instance: c.instance,
    account_id: c.accountId,
    account_name: c.accountName,
    role: c.role,
    address: c.address,
    user_agent: c.userAgent,
    access_key_id: c.accessKeyId,
    text,
    previous_hash: digest,
    hash: digest,
  };
}

async function insert(rows: readonly object[]): Promise<void> {
  await (await database()).transact((sql) => sql.query(statement, [JSON.stringify(rows)]));
}

/** The record's own batcher, as simple as it can be: everything that waits goes together. */
export function batchedInsert(): () => Promise<void> {
  type Waiting = { row: object; done(): void; failed(failure: unknown): void };
  const queue: Waiting[] = [];
  let isWriting = false;
  async function writeAll(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, 500);
      await insert(batch.map((each) => each.row)).then(
        () => {
          for (const each of batch) each.done();
        },
        (failure) => {
          for (const each of batch) each.failed(failure);
        },
      );
    }
    isWriting = false;
  }
  return () =>
    new Promise<void>((done, failed) => {
      queue.push({ row: row(), done, failed });
      if (isWriting) return;
      isWriting = true;
      queueMicrotask(() => void writeAll());
    });
}

/** Each by itself: what it would be without a batcher. */
export async function singleInsert(): Promise<void> {
  await insert([row()]);
}
