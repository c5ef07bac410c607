/** What the store needs of a database, whichever of the two it is. */

import "server-only";
import type { PrismaClient } from "./generated/client";

/** Statements as the driver takes them: for the chain and the migrations, which Prisma's models cannot say. */
export type Sql = {
  query<Row extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** One or more statements without values, sent at once. Answers the rows of the last. */
  run<Row extends Record<string, unknown>>(script: string): Promise<Row[]>;
};

/**
 * Runs `work` in one transaction. When it returns, what was written outlives a crash; when it throws, nothing was
 * written, except that a connection lost during the commit leaves that open.
 */
export type Transact = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;

export type Database = {
  kind: "postgresql" | "evaluation";
  prisma: PrismaClient;
  /**
   * One statement by itself, past Prisma: for what every visit asks. Under a `name`, which no other text may have, a connection plans it
   * once: planning takes longer than finding a row.
   */
  query<Row extends Record<string, unknown>>(text: string, values?: unknown[], name?: string): Promise<Row[]>;
  transact: Transact;
  close(): Promise<void>;
};
