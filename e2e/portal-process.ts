/** The built portal as a process of its own, as people run it. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { learnSettings, lookAt } from "./secrets";
import { watchPortal } from "./secrets-in-browser";
import { keepsDataIn, lookAtRemains } from "./secrets-on-disk";

export type PortalProcess = {
  url: string;
  process: ChildProcess;
  /** All that it has printed so far. */
  output(): string;
  /** Sends a signal and waits for the end; answers exit code and signal. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** Below those that systems give to connections that go out: what is free now stays so, however many of them come and go. */
const ports = { from: 10_000, to: 32_768 };

async function isFree(port: number): Promise<boolean> {
  return await new Promise((answer) => {
    const probe = createServer();
    probe.once("error", () => answer(false));
    probe.listen(port, "localhost", () => probe.close(() => answer(true)));
  });
}

export async function freePort(): Promise<number> {
  const port = randomInt(ports.from, ports.to);
  return (await isFree(port)) ? port : await freePort();
}

export function scratchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "sallyport-e2e-"));
  return {
    path,
    remove() {
      lookAtRemains(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** What this portal is told and keeps is looked for, and where it keeps and says things is looked at. */
function watchSecrets(url: string, settings: Record<string, string>): void {
  learnSettings(settings);
  watchPortal(url);
  watchPortal(settings.PORTAL_URL ?? "");
  if (settings.DATA_DIR) keepsDataIn(settings.DATA_DIR);
}

/** Starts it and hands it over at once: for starts that must fail. */
export function spawnPortal(
  port: number,
  settings: Record<string, string>,
  entry = "scripts/start.mjs",
): PortalProcess {
  const child = spawn(process.execPath, [entry], {
    env: {
      ...process.env,
      PORT: String(port),
      HOSTNAME: "localhost",
      AWS_EC2_METADATA_DISABLED: "true",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = `http://localhost:${port}`;
  watchSecrets(url, settings);
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) =>
    child.once("exit", (code, signal) => done({ code, signal })),
  );
  child.once("close", () => lookAt("log", `${entry} on port ${port}`, said));
  return {
    url,
    process: child,
    output: () => said,
    async end(signal = "SIGTERM") {
      child.kill(signal);
      return await ended;
    },
  };
}

/** Starts it and waits until it is ready. */
export async function startPortal(
  port: number,
  settings: Record<string, string>,
  entry?: string,
): Promise<PortalProcess> {
  const portal = spawnPortal(port, settings, entry);
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && portal.process.exitCode === null) {
    const ready = await fetch(`${portal.url}/readyz`).catch(() => null);
    if (ready?.ok) return portal;
    await pause(50);
  }
  await portal.end("SIGKILL");
  throw new Error(`The portal did not become ready:\n${portal.output()}`);
}
