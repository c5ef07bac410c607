/**
 * Brings a PGlite folder's bytes to the disk. PGlite writes its log as PostgreSQL does but never asks the operating
 * system to keep it, so a power cut could take what was acknowledged. The log's files are enough for a commit, and are
 * few; after a checkpoint, which moves the log's beginning, all files that changed follow. What stays open is a power
 * cut between a checkpoint and that: PGlite offers no moment in between.
 */

import "server-only";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r").catch(() => null);
  // The engine removes files as it goes; one that is gone needs no syncing.
  if (!file) return;
  await file.sync().finally(() => file.close());
}

async function filesIn(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function changedAt(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}

/** Answers what to call after a commit, before it is acknowledged. */
export function folderSync(folder: string): () => Promise<void> {
  const control = join(folder, "global", "pg_control");
  let checkpointAt = 0;

  return async () => {
    for (const path of await filesIn(join(folder, "pg_wal"), false)) await syncFile(path);
    const latest = await changedAt(control);
    if (latest === checkpointAt) return;
    for (const path of await filesIn(folder, true)) {
      // A minute's grace: file systems keep times more or less exactly.
      if ((await changedAt(path)) >= checkpointAt - 60_000) await syncFile(path);
    }
    checkpointAt = latest;
  };
}
