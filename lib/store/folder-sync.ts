/**
 * Brings a PGlite folder's bytes to the disk. PGlite writes its log as PostgreSQL does but never asks the operating
 * system to keep it, so a power cut could take what was acknowledged. The log's few files are enough for a commit.
 * A checkpoint lets the log begin later, so all files that changed before must follow: a thousand files take up to a second,
 * and are done beside the work. What stays open is a power cut between a checkpoint and the end of that.
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

/** A file system may keep times no finer than this. Milliseconds. */
const coarseness = 2_000;

async function syncChanged(folder: string, since: number): Promise<void> {
  for (const path of await filesIn(folder, true)) {
    if ((await changedAt(path)) >= since - coarseness) await syncFile(path);
  }
}

export type FolderSync = {
  /** After a commit, before it is acknowledged. */
  committed(): Promise<void>;
  /** Before the folder is left. */
  all(): Promise<void>;
};

export function folderSync(folder: string): FolderSync {
  const control = join(folder, "global", "pg_control");
  let syncedAt = 0;
  let checkpointAt = 0;
  let running = Promise.resolve();

  async function follow(): Promise<void> {
    const [now, since] = [Date.now(), syncedAt];
    await syncChanged(folder, since);
    syncedAt = now;
  }

  function all(): Promise<void> {
    // One that fails leaves `syncedAt` where it was, so that the next one does its files again.
    running = running.then(follow).catch(() => {});
    return running;
  }

  return {
    all,
    committed: async () => {
      for (const path of await filesIn(join(folder, "pg_wal"), false)) await syncFile(path);
      const latest = await changedAt(control);
      if (latest === checkpointAt) return;
      checkpointAt = latest;
      void all();
    },
  };
}
