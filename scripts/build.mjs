/** `npm run build`: generates the database client, builds pages and doors, and puts together what `npm start` runs. */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";

const root = join(import.meta.dirname, "..");
const standalone = join(root, ".next/standalone");

function run(command, ...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env });
  // What went wrong has been said by whom it went wrong for.
  if (status !== 0) process.exit(1);
}

/** Commands and the sandbox, each one file. */
async function bundleCommands() {
  const commands = readdirSync(join(root, "scripts")).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  const entries = [
    ...commands.map((name) => ({ in: join(root, "scripts", name), out: name.replace(/\.ts$/, "") })),
    { in: join(root, "sandbox/main.ts"), out: "sandbox" },
  ];
  await bundle(entries, join(root, "dist"));
}

/** What belongs into it. Next also takes along settings of this machine, and folders that a path in the code could mean. */
const ours = new Set([".next", "node_modules", "package.json", "server.js"]);

function prune() {
  for (const name of readdirSync(standalone).filter((each) => !ours.has(each))) {
    rmSync(join(standalone, name), { recursive: true });
  }
}

/** Next leaves these to us. */
function complete() {
  cpSync(join(root, ".next/static"), join(standalone, ".next/static"), { recursive: true });
  cpSync(join(root, "prisma/migrations"), join(standalone, "prisma/migrations"), { recursive: true });
  for (const script of ["pair.sh", "profiles.sh"]) {
    cpSync(join(root, "lib/portal", script), join(standalone, "lib/portal", script));
  }
  if (existsSync(join(root, "public")))
    cpSync(join(root, "public"), join(standalone, "public"), { recursive: true });
}

/** What must never be in it: settings of the machine that built it, and an image decoder that nobody asked for. */
function refuseStowaways() {
  const found = readdirSync(standalone).filter((name) => name.startsWith(".env"));
  if (existsSync(join(standalone, "node_modules/sharp"))) found.push("node_modules/sharp");
  if (found.length === 0) return;
  console.error(`The build took along what must stay out: ${found.join(", ")}.`);
  process.exit(1);
}

rmSync(standalone, { recursive: true, force: true });
rmSync(join(root, "dist"), { recursive: true, force: true });
run(process.execPath, "scripts/generate-client.mjs");
run(process.execPath, "node_modules/next/dist/bin/next", "build");
prune();
complete();
refuseStowaways();
await bundleCommands();
