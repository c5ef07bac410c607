/**
 * Runs a command as the build made it, or from its source where nothing is built: `node scripts/command.mjs audit-verify`. For
 * whoever has a clone and `npm ci`, and no portal.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const [name = "", ...args] = process.argv.slice(2);
const built = join(root, "dist", `${name}.mjs`);

if (existsSync(built)) {
  process.argv = [process.argv[0], built, ...args];
  await import(pathToFileURL(built).href);
} else {
  const client = join(root, "lib/store/generated");
  if (!existsSync(client)) {
    const { status } = spawnSync(process.execPath, ["scripts/generate-client.mjs"], {
      cwd: root,
      stdio: "ignore",
    });
    if (status !== 0)
      process.stderr.write("The database client could not be generated; `npm run generate` says why.\n");
  }
  await import("./run.mjs");
}
