/** What a measurement measures: the built portal, the sandbox as a process of its own, and a store. */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, type PortalProcess, scratchFolder, startPortal } from "@/e2e/portal-process";
import { adminUrl, startPostgres } from "@/e2e/postgres";

export type World = {
  portals: readonly PortalProcess[];
  /** Settings of every portal here, for whoever reads or fills the store beside them. */
  settings: Record<string, string>;
  /** `PostgreSQL`, or `PGlite` where TEST_DATABASE_URL names none. */
  store: "PostgreSQL" | "PGlite";
  control(path: string, body?: unknown): Promise<unknown>;
  /** How often AWS was called, by operation, and `over-quota`. */
  calls(): Promise<Record<string, number>>;
  stop(): Promise<void>;
};

/** `latencyMs`: how long each of AWS's answers takes. `fill` runs before a portal opens the store. */
export type WorldOptions = {
  accounts: number;
  replicas: number;
  latencyMs: number;
  fill?: (settings: Record<string, string>) => Promise<void>;
};

async function startSandboxProcess(accounts: number, portalUrl: string) {
  // It takes this one and the four after it.
  const port = await freePort();
  const child = spawn(process.execPath, [join(process.cwd(), "dist/sandbox.mjs")], {
    env: {
      ...process.env,
      SANDBOX_PORT: String(port),
      SANDBOX_ACCOUNTS: String(accounts),
      PORTAL_URL: portalUrl,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  async function control(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://localhost:${port}/_sandbox/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
    return await response.json();
  }
  for (let tries = 0; tries < 200; tries += 1) {
    const environment = await control("environment").catch(() => null);
    if (environment) return { environment: environment as Record<string, string>, control, child };
    await pause(50);
  }
  child.kill("SIGKILL");
  throw new Error("The sandbox did not start.");
}

async function openStore(): Promise<{
  settings: Record<string, string>;
  kind: World["store"];
  remove(): Promise<void>;
}> {
  if (adminUrl) {
    const postgres = await startPostgres(adminUrl);
    // Not over the line that stories cut: it is this process, which is busy measuring.
    const direct = new URL(adminUrl);
    direct.pathname = new URL(postgres.url).pathname;
    return { settings: { DATABASE_URL: direct.href }, kind: "PostgreSQL", remove: () => postgres.drop() };
  }
  const folder = scratchFolder();
  return { settings: { DATA_DIR: folder.path }, kind: "PGlite", remove: async () => folder.remove() };
}

/** AWS at 20 requests a second, and our pace at its maximum. */
export async function startWorld({ accounts, replicas, latencyMs, fill }: WorldOptions): Promise<World> {
  const ports = await Promise.all(Array.from({ length: replicas }, () => freePort()));
  const portalUrl = `http://localhost:${ports[0]}`;
  const sandbox = await startSandboxProcess(accounts, portalUrl);
  const store = await openStore();
  const settings = {
    ...sandbox.environment,
    ...store.settings,
    PORTAL_URL: portalUrl,
    PORTAL_SECRET: "a-secret-for-measurements-alone-0123456789",
    AWS_REQUESTS_PER_SECOND: "20",
  };
  await sandbox.control("options", { answerDelayMs: latencyMs, requestsPerSecond: 20 });
  await fill?.(settings);
  const portals: PortalProcess[] = [];
  for (const port of ports) portals.push(await startPortal(port, settings));
  return {
    portals,
    settings,
    store: store.kind,
    control: sandbox.control,
    calls: async () => (await sandbox.control("calls")) as Record<string, number>,
    async stop() {
      await Promise.all(portals.map((portal) => portal.end("SIGKILL")));
      sandbox.child.kill("SIGKILL");
      await store.remove();
    },
  };
}

/** What a process holds in memory, in megabytes. 0 where the system does not say. */
export function residentMegabytes(portal: PortalProcess): number {
  try {
    const status = readFileSync(`/proc/${portal.process.pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
