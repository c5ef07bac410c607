/**
 * One process at a time in a folder. Each that wants in writes a file named after itself, made only if it is not there,
 * and then looks whom else it finds: whoever is second sees the first. A name is never used twice, so what a dead process left
 * behind can be removed by anybody at any time, and two that clear up at once cannot remove each other's.
 */

import "server-only";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** `portal-<pid>-<start>-<host>.lock`. */
type Owner = { pid: number; start: string; host: string };

const beatMs = 1_000;
/** A process on another machine, or in another container, shows that it lives by touching its file. */
const watchMs = 4 * beatMs;

/** Not every character that a host's name may have may stand in a file's. */
function ownHost(): string {
  return hostname().replaceAll(/[^A-Za-z0-9.]/g, "_");
}

/** When a process began, in whatever unit its system counts; null where there is none of that number. */
function startOf(pid: number): string | null {
  if (existsSync("/proc/self/stat")) {
    try {
      // After the name, which may itself hold brackets and blanks: state is field 3, the start field 22.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  try {
    const said = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return said.replaceAll(/\W/g, "") || null;
  } catch {
    return null;
  }
}

function fileOf({ pid, start, host }: Owner): string {
  return `portal-${pid}-${start}-${host}.lock`;
}

function owners(folder: string): Owner[] {
  return readdirSync(folder).flatMap((file) => {
    const [, pid, start, host] = /^portal-(\d+)-(\w+)-(.+)\.lock$/.exec(file) ?? [];
    return pid && start && host ? [{ pid: Number(pid), start, host }] : [];
  });
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody removed the folder under us. The database will say so more clearly than a timer can.
  }
}

async function isAlive(folder: string, owner: Owner): Promise<boolean> {
  if (owner.host === ownHost()) return startOf(owner.pid) === owner.start;
  const path = join(folder, fileOf(owner));
  const before = touchedAt(path);
  await pause(watchMs);
  return touchedAt(path) !== before && existsSync(path);
}

/**
 * Takes the folder, or throws one sentence that names it and who has it.
 * Two that come at the very same moment may both be refused; never are both let in.
 */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
  const me: Owner = { pid: process.pid, start: startOf(process.pid) ?? "unknown", host: ownHost() };
  const mine = join(folder, fileOf(me));
  const inUse = ({ pid, host }: Owner) =>
    new Error(
      `${folder} is in use by process ${pid}${host === me.host ? "" : ` on ${host}`}: stop that one first.`,
    );

  if (existsSync(mine)) throw inUse(me);
  writeFileSync(mine, "", { flag: "wx", mode: 0o600 });
  const beat = setInterval(() => touch(mine), beatMs).unref();
  const release = () => {
    clearInterval(beat);
    process.off("exit", release);
    rmSync(mine, { force: true });
  };
  process.once("exit", release);

  for (const other of owners(folder).filter((owner) => fileOf(owner) !== fileOf(me))) {
    if (await isAlive(folder, other)) {
      release();
      throw inUse(other);
    }
    rmSync(join(folder, fileOf(other)), { force: true });
  }
  return { release };
}
