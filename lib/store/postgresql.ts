/**
 * PostgreSQL over the network. The only file that knows how to connect to it.
 * The driver's own defaults wait for ever, so every wait has an end here.
 */

import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { Database, Sql, Transact } from "./database-kind";
import { PrismaClient } from "./generated/client";

/**
 * Prisma sends times without a zone and reads them as if they were UTC, so the session must be in UTC.
 * A part of the address, since what the address says goes before any other setting of the driver.
 */
function inUtc(url: string): string {
  const address = new URL(url);
  const given = address.searchParams.get("options");
  address.searchParams.set("options", [given, "-c TimeZone=UTC"].filter(Boolean).join(" "));
  return address.href;
}

/** Milliseconds. The server gives up before we do, so that it says why. */
const limits = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 2_000,
  lock_timeout: 2_000,
  query_timeout: 2_250,
  idle_in_transaction_session_timeout: 5_000,
};

/**
 * A connection that breaks says so twice: to the query that waits on it, which fails, and as an event, which would end
 * the process if nobody heard it. The pool replaces it at the next use.
 */
function outliveBreaks(pool: pg.Pool): void {
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
}

function queryOn(client: pg.ClientBase | pg.Pool): Database["query"] {
  return async (text, values = [], name) =>
    (await client.query({ text, values, ...(name === undefined ? {} : { name }) })).rows;
}

/** In a transaction, whose beginning goes along with the first statements, to save the way there and back. */
function sqlOf(client: pg.ClientBase): Sql {
  const query = queryOn(client);
  let beginning = "BEGIN;";
  function begun(): string {
    const now = beginning;
    beginning = "";
    return now;
  }
  return {
    query: async (text, values) => {
      const now = begun();
      if (now) await client.query(now);
      return await query(text, values);
    },
    run: async (script) => {
      // Of several statements the driver answers a list, whatever its types say.
      const answered: pg.QueryResult | pg.QueryResult[] = await client.query(begun() + script);
      return [answered].flat().at(-1)?.rows ?? [];
    },
  };
}

function transactOn(pool: pg.Pool): Transact {
  return async (work) => {
    const client = await pool.connect();
    try {
      const result = await work(sqlOf(client));
      await client.query("COMMIT");
      client.release();
      return result;
    } catch (failure) {
      // Closing the connection rolls back too, and a connection that hangs must not go back into the pool.
      client.release(true);
      throw failure;
    }
  };
}

export function openPostgresql(url: string): Database {
  const pool = new pg.Pool({
    ...limits,
    connectionString: inUtc(url),
    application_name: "sallyport",
    max: 10,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  outliveBreaks(pool);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal" });
  return {
    kind: "postgresql",
    prisma,
    query: queryOn(pool),
    transact: transactOn(pool),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Runs `work` on one connection of its own whose statements may take long, as an index on many rows does. */
export async function withMigrationConnection<T>(
  url: string,
  work: (transact: Transact) => Promise<T>,
): Promise<T> {
  const patient = { connectionTimeoutMillis: 5_000, lock_timeout: 60_000 };
  const pool = new pg.Pool({ ...patient, connectionString: inUtc(url), max: 1 });
  outliveBreaks(pool);
  try {
    return await work(transactOn(pool));
  } finally {
    await pool.end();
  }
}
