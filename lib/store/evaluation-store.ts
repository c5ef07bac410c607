/**
 * PostgreSQL compiled to WebAssembly, in this process, its files in DATA_DIR: nothing to install. For evaluation and one
 * small machine. It has one connection, and would lose data without a word if two processes opened it: hence the lock.
 */

import "server-only";
import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { Database, Sql, Transact } from "./database-kind";
import { lockFolder } from "./folder-lock";
import { type FolderSync, folderSync } from "./folder-sync";
import { PrismaClient } from "./generated/client";

function queryOn(engine: Pick<PGlite, "query">): Sql["query"] {
  return async <Row>(text: string, values: unknown[] = []) => (await engine.query<Row>(text, values)).rows;
}

/** Without `sync` for a database in memory. */
export function transactOn(engine: PGlite, sync?: FolderSync): Transact {
  return async (work) => {
    const result = await engine.transaction((open) =>
      work({
        query: queryOn(open),
        run: async <Row>(script: string) => ((await open.exec(script)).at(-1)?.rows ?? []) as Row[],
      }),
    );
    await sync?.committed();
    return result;
  };
}

/** Throws one sentence that names folder and process where another one has it open. */
export async function openEvaluationStore(dataDir: string): Promise<Database> {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It may have been there before, made by somebody with a wider umask.
  chmodSync(folder, 0o700);
  const lock = await lockFolder(folder);
  try {
    const files = join(folder, "postgresql");
    const engine = await PGlite.create(files);
    const sync = folderSync(files);
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(engine), errorFormat: "minimal" });
    return {
      kind: "evaluation",
      prisma,
      query: queryOn(engine),
      transact: transactOn(engine, sync),
      close: async () => {
        await prisma.$disconnect();
        await engine.close();
        await sync.all();
        lock.release();
      },
    };
  } catch (failure) {
    lock.release();
    throw failure;
  }
}
