/** `npm run bench -- inventory [--flag=value ...]`: builds the portal if that was not done and is needed, then runs one measurement of `bench/`. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const [name = "", ...flags] = process.argv.slice(2);
const names = readdirSync(join(root, "bench"))
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.replace(".bench.ts", ""));

if (!names.includes(name)) {
  process.stderr.write(`Say which: npm run bench -- ${names.join(" | ")}\n`);
  process.exit(2);
}
/** What measures the store alone. */
const withoutPortal = new Set(["audit"]);

if (!withoutPortal.has(name) && !existsSync(join(root, ".next/standalone/server.js"))) {
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

const { bundle } = await import("./bundle.mjs");
const outdir = join(root, "node_modules/.cache/sallyport");
await bundle([{ in: join(root, "bench", `${name}.bench.ts`), out: `bench-${name}` }], outdir);
const file = join(outdir, `bench-${name}.mjs`);
process.argv = [process.argv[0], file, ...flags];
await import(pathToFileURL(file).href);
