/** Starting and ending: wrong settings, a second copy, a taken port, a clean end. */

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test as base, expect } from "@playwright/test";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { freePort, scratchFolder, spawnPortal, startPortal } from "./portal-process";
import { secretForTests } from "./stories";

type Needs = { sandbox: Sandbox; settings: Record<string, string>; port: number; data: string };

const test = base.extend<Needs>({
  port: async ({ browserName: _ }, use) => use(await freePort()),
  sandbox: async ({ port }, use) => {
    const sandbox = await startSandbox({ portalUrl: `http://localhost:${port}` });
    await use(sandbox);
    await sandbox.close();
  },
  data: async ({ browserName: _ }, use) => {
    const folder = scratchFolder();
    await use(join(folder.path, "data"));
    folder.remove();
  },
  settings: async ({ sandbox, port, data }, use) =>
    use({
      ...sandbox.environment,
      PORTAL_URL: `http://localhost:${port}`,
      PORTAL_SECRET: secretForTests,
      DATA_DIR: data,
    }),
});

async function failedStart(port: number, settings: Record<string, string>): Promise<string> {
  const portal = spawnPortal(port, settings);
  const code = await new Promise((done) => portal.process.once("exit", done));
  expect(code).not.toBe(0);
  return portal.output();
}

test("wrong settings stop the start, with every fault named and no value", async ({ settings, port }) => {
  const said = await failedStart(port, {
    ...settings,
    PORTAL_URL: "http://portal.example.com",
    PORTAL_SECRET: "short-and-secret",
    OIDC_ISSUER: "not an address",
    IDENTITY_CENTER_REGION: "",
    AWS_ENDPOINT_URL_SSO: "http://10.0.0.1",
  });
  for (const name of [
    "PORTAL_URL",
    "PORTAL_SECRET",
    "OIDC_ISSUER",
    "IDENTITY_CENTER_REGION",
    "AWS_ENDPOINT_URL_SSO",
  ]) {
    expect(said).toContain(name);
  }
  expect(said).not.toContain("short-and-secret");
});

test("a second copy on the same data is refused in one sentence, and the first goes on", async ({
  settings,
  port,
  data,
}) => {
  const first = await startPortal(port, settings);
  const said = await failedStart(await freePort(), settings);
  expect(said).toContain(data);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  expect((await first.end("SIGTERM")).code).toBe(0);
});

test("a clean end leaves no lock behind, and the next start needs none of ours removed", async ({
  settings,
  port,
  data,
}) => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const) {
    const portal = await startPortal(port, settings);
    const { code } = await portal.end(signal);
    if (signal === "SIGKILL") continue;
    expect(code).toBe(0);
    expect(readdirSync(data).filter((name) => /lock/i.test(name))).toEqual([]);
  }
  const again = await startPortal(port, settings);
  expect((await again.end("SIGTERM")).code).toBe(0);
});

function demo(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["scripts/demo.mjs"], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
      // What follows would be a build; these sentences come before it.
    });
    child.once("exit", (code) => done({ code, said }));
  });
}

test("the demo names a taken port, and a port that is none, in one sentence", async ({ port }) => {
  const taken = createServer();
  await new Promise<void>((ready) => taken.listen(port, "127.0.0.1", ready));
  const { code, said } = await demo({ PORT: String(port), SANDBOX_PORT: String(await freePort()) });
  taken.close();
  expect(code).not.toBe(0);
  expect(said.trim()).toMatch(new RegExp(`^Port ${port} is taken\\..*PORT=`));

  const wrong = await demo({ PORT: "everything" });
  expect(wrong.code).not.toBe(0);
  expect(wrong.said.trim()).toMatch(/^PORT must be a port number/);
});

test("what was built carries no settings of the machine, no image decoder and no Server Actions", () => {
  const standalone = ".next/standalone";
  expect(readdirSync(standalone).filter((name) => name.startsWith(".env"))).toEqual([]);
  expect(existsSync(join(standalone, "node_modules/sharp"))).toBe(false);
  expect(existsSync(join(standalone, "node_modules/prisma"))).toBe(false);
});

/** Seconds of processor time that a process has taken. */
function secondsTaken(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

test("a portal whose log nobody reads any more goes on, and has no more to do than before", async ({
  settings,
  port,
}) => {
  test.skip(!existsSync("/proc/self/stat"), "Only Linux says how busy a process is.");
  const portal = await startPortal(port, settings);
  portal.process.stdout?.destroy();
  portal.process.stderr?.destroy();
  // Each is a line of the log.
  for (let count = 0; count < 3; count += 1) await fetch(`${portal.url}/api/access`);
  await pause(1_000);
  const before = secondsTaken(portal.process.pid);
  await pause(3_000);
  expect(secondsTaken(portal.process.pid) - before).toBeLessThan(1);
  expect((await fetch(`${portal.url}/readyz`)).status).toBe(200);
  expect((await portal.end()).code).toBe(0);
});
