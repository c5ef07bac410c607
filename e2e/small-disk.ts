/** A disk of a few megabytes for a database, which a test can fill to the last byte. Needs to be root, on the machine of the server. */

import { execFileSync } from "node:child_process";
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type SmallDisk = { path: string; fill(): void; free(): void; remove(): void };

const megabytes = 40;

/** Null where this machine lets nobody mount, or the server's files are not on it. */
export function mountSmallDisk(dataDirectory: string): SmallDisk | null {
  const path = mkdtempSync(join(tmpdir(), "sallyport-disk-"));
  try {
    const { uid, gid } = statSync(dataDirectory);
    const options = `size=${megabytes}m,uid=${uid},gid=${gid},mode=700`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "sallyport-e2e", path], { stdio: "ignore" });
    chownSync(path, uid, gid);
  } catch {
    rmSync(path, { recursive: true, force: true });
    return null;
  }
  const ballast = join(path, "ballast");
  return {
    path,
    fill: () => {
      const file = openSync(ballast, "a");
      try {
        for (;;) writeSync(file, Buffer.alloc(4096));
      } catch {
        // It is full.
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      execFileSync("umount", [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
