/** A Next server with one route handler that makes the bare SDK call: built once, with the same Next as the portal. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@/e2e/portal-process";

const app = join(process.cwd(), "bench/bare-route");
const next = join(process.cwd(), "node_modules/next/dist/bin/next");

function built(): void {
  if (existsSync(join(app, ".next/BUILD_ID"))) return;
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" as const };
  // Turbopack would take our own instrumentation and proxy along, which stand at the root of what it sees.
  const { status } = spawnSync(process.execPath, [next, "build", "--webpack"], {
    cwd: app,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("The bare route was not built.");
}

/** `input` is what the call asks for; settings name the sandbox. */
export async function startBareRoute(
  settings: Record<string, string>,
  input: Record<string, string>,
): Promise<{ url: string; process: ChildProcess }> {
  built();
  const port = await freePort();
  const child = spawn(process.execPath, [next, "start", app, "-p", String(port), "-H", "localhost"], {
    env: { ...process.env, ...settings, NODE_ENV: "production", BARE_ROUTE_INPUT: JSON.stringify(input) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://localhost:${port}/keys`;
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return { url, process: child };
    await pause(50);
  }
  child.kill("SIGKILL");
  throw new Error("The bare route did not start.");
}
