/** Fills the record with a chain that holds, as fast as the database takes it: by COPY, its indexes made afterwards. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chainColumns, chainLines } from "./audit-events";
import type { AuditStore } from "./audit-store";

async function copy(url: string, lines: Iterable<string>): Promise<void> {
  const psql = spawn(
    "psql",
    [url, "-Xq", "-v", "ON_ERROR_STOP=1", "-c", `COPY audit_event (${chainColumns}) FROM STDIN`],
    {
      stdio: ["pipe", "inherit", "inherit"],
    },
  );
  const exited = once(psql, "exit");
  let waiting: string[] = [];
  async function send(): Promise<void> {
    if (!psql.stdin.write(`${waiting.join("\n")}\n`)) await once(psql.stdin, "drain");
    waiting = [];
  }
  for (const line of lines) {
    waiting.push(line);
    if (waiting.length === 500) await send();
  }
  if (waiting.length > 0) await send();
  psql.stdin.end();
  const [code] = await exited;
  if (code !== 0) throw new Error("COPY failed.");
}

/** Not those of constraints: they are made once more where all is there. */
async function withoutIndexes({ query }: AuditStore, url: string, work: () => Promise<void>): Promise<void> {
  const indexes = await query<{ name: string; made: string }>(
    `SELECT indexrelid::regclass::text AS name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS made
     FROM pg_index WHERE indrelid = 'audit_event'::regclass AND NOT indisunique`,
  );
  const psql = async (sql: string) => {
    const [code] = await once(spawn("psql", [url, "-Xqc", sql], { stdio: "inherit" }), "exit");
    if (code !== 0) throw new Error(`${sql} failed.`);
  };
  await psql(`DROP INDEX ${indexes.map(({ name }) => name).join(", ")}`);
  await work();
  for (const { made } of indexes) await psql(made);
  await psql("VACUUM (ANALYZE) audit_event");
}

export async function fillRecord(store: AuditStore, rows: number, from: Date, until: Date): Promise<void> {
  await withoutIndexes(store, store.url, () => copy(store.url, chainLines(rows, from, until)));
}
