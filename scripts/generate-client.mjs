/**
 * Makes the database client in lib/store/generated from prisma/schema.prisma. Plain JavaScript on Node's own modules,
 * because it runs before there is anything to bundle.
 */

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");

const { status, stdout, stderr, error } = spawnSync(process.execPath, [prisma, "generate", "--no-hints"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    // Prisma's command line downloads an engine before every command unless this names some program.
    // `generate` never runs it: that part is WebAssembly inside the package.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  },
});

if (status !== 0) {
  console.error(`The database client could not be made.\n${stdout ?? ""}${stderr ?? ""}${error ?? ""}`);
  process.exit(1);
}
