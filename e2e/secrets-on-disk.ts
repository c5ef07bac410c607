/** Looks for secrets in what a portal leaves on a disk: a folder of the evaluation store, a dump of a database, logs, the build. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { couldNotLook, lookAt, lookAtAll, type Thing } from "./secrets";

export function* filesIn(folder: string): Generator<Thing> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    yield [relative(folder, file), readFileSync(file)];
  }
}

const dataFolders = new Set<string>();

/** Where a portal keeps its store: looked at when `lookAtRemains` is told of what holds it. */
export function keepsDataIn(folder: string): void {
  dataFolders.add(folder);
}

/** Before a scratch folder goes. What machines keep in theirs is their own; stores and logs are the portal's. */
export function lookAtRemains(scratch: string): void {
  for (const data of dataFolders) {
    if (data !== scratch && !data.startsWith(scratch + sep)) continue;
    dataFolders.delete(data);
    if (existsSync(data)) lookAtAll("folder", data, filesIn(data));
  }
  for (const name of readdirSync(scratch).filter((each) => each.endsWith(".log")))
    lookAt("log", name, readFileSync(join(scratch, name)));
}

/** `\\\\x` and hex, as a dump writes what is no text: each as what it stands for. */
function decodedBytes(dump: Buffer): Buffer {
  const values = dump.toString("latin1").matchAll(/\\\\x([0-9a-f]{24,})/g);
  return Buffer.concat(Array.from(values, ([, hex = ""]) => Buffer.from(`${hex}0a`, "hex")));
}

/** Throws what `pg_dump` says where it fails. */
export function dumpOf(databaseUrl: string): Thing[] {
  const { status, stdout, stderr, error } = spawnSync("pg_dump", ["--dbname", databaseUrl], {
    maxBuffer: 1 << 30,
    timeout: 60_000,
  });
  if (status !== 0) throw error ?? new Error(String(stderr));
  return [
    ["dump", stdout],
    ["bytes in the dump", decodedBytes(stdout)],
  ];
}

export function lookAtDump(databaseUrl: string): void {
  const where = new URL(databaseUrl).pathname.slice(1);
  try {
    lookAtAll("database", where, dumpOf(databaseUrl));
  } catch (fault) {
    couldNotLook("database", where, fault);
  }
}
