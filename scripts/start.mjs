/** `npm start`: runs the built portal, with settings from the environment and, where there is one, from `.env`. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const server = join(import.meta.dirname, "../.next/standalone/server.js");

if (!existsSync(server)) {
  console.error("Sallyport is not built yet. Run `npm run build` first.");
  process.exit(1);
}
if (existsSync(".env")) process.loadEnvFile(".env");

process.env.NODE_ENV = "production";
// Next would exit at the first signal, before our own stop has finished.
process.env.NEXT_MANUAL_SIG_HANDLE = "1";
// The server changes into its own folder, which the next build empties: data stays where people said.
process.env.DATA_DIR = resolve(process.env.DATA_DIR || "./data");

await import(server);
