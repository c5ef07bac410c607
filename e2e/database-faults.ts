/** What can be wrong with a database of a story's own, beyond the line to it. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { adminUrl, type Postgres } from "./postgres";

function nameOf({ url }: Postgres): string {
  return new URL(url).pathname.slice(1);
}

/** Past the story's line. */
function direct(postgres: Postgres): string {
  return Object.assign(new URL(adminUrl ?? ""), { pathname: `/${nameOf(postgres)}` }).href;
}

function asAdmin(statement: string): string {
  const options = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement];
  return execFileSync("psql", [adminUrl ?? "", ...options], { encoding: "utf8" }).trim();
}

/** Where the server keeps its files, on its own machine. */
export function filesOfServer(): string {
  return asAdmin("SHOW data_directory");
}

/** All of it lies on that disk from now on. Before anybody is connected to it. */
export function moveTo(postgres: Postgres, disk: string): { forget(): void } {
  const name = nameOf(postgres);
  asAdmin(`CREATE TABLESPACE ${name} LOCATION '${disk}'`);
  asAdmin(`ALTER DATABASE ${name} SET TABLESPACE ${name}`);
  return { forget: () => void asAdmin(`DROP TABLESPACE ${name}`) };
}

/** Nobody else gets at these tables until it is ended. */
export async function lockTables(postgres: Postgres, tables: readonly string[]): Promise<{ end(): void }> {
  const holder = spawn("psql", [direct(postgres), "-XAtq", "-v", "ON_ERROR_STOP=1"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  holder.stdin.write(`BEGIN; LOCK TABLE ${tables.join(", ")} IN ACCESS EXCLUSIVE MODE; SELECT 'locked';\n`);
  await once(holder.stdout, "data");
  return { end: () => void holder.kill() };
}

/** For every connection that is made from now on; those that there are end. */
export function takeNoWrites(postgres: Postgres): void {
  postgres.sql(`ALTER DATABASE ${nameOf(postgres)} SET default_transaction_read_only = on`);
  postgres.sql(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
}

export function takeWrites(postgres: Postgres): void {
  postgres.sql(
    `SET transaction_read_only = off; ALTER DATABASE ${nameOf(postgres)} RESET default_transaction_read_only`,
  );
}
