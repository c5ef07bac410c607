/** Runs one of the commands written in TypeScript, from its source: `node scripts/run.mjs db-migration add-something`. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";

const root = join(import.meta.dirname, "..");
const [name = "", ...args] = process.argv.slice(2);
const outdir = join(root, "node_modules/.cache/sallyport");

await bundle([{ in: join(root, "scripts", `${name}.ts`), out: name }], outdir);
const file = join(outdir, `${name}.mjs`);
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(file).href);
