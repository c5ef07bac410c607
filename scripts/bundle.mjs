/** How the TypeScript of commands becomes one file that plain Node runs. */

import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");

/** `entries`: sources and the names of what is made of them. */
export async function bundle(entries, outdir) {
  await build({
    entryPoints: entries,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: {
      "@": root,
      // Outside Next nothing sets the condition under which this package lets itself be imported.
      "server-only": join(root, "node_modules/server-only/empty.js"),
    },
    logLevel: "warning",
  });
}
