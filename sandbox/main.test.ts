/** The sandbox as a program: bundled as it is shipped, started as a process of its own. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listenOnLoopback } from "./loopback";
import { startSandbox } from "./start-sandbox";

let folder: string;
let program: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  // Inside node_modules, so that the bundle finds the packages that it leaves out.
  folder = await mkdtemp(join(resolve("node_modules"), ".sandbox-"));
  program = join(folder, "sandbox.mjs");
  await build({
    entryPoints: ["sandbox/main.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("it refuses to start in production, in one sentence", async () => {
  const { code, errors } = await ended(run({ NODE_ENV: "production" }));
  expect(code).toBe(1);
  expect(errors).toEqual([
    "The sandbox does not start with NODE_ENV=production: anyone can sign in to it as anybody.",
  ]);
});

test.each([
  ["SANDBOX_PORT", "four thousand"],
  ["SANDBOX_PORT", "65535"],
  ["SANDBOX_PORT", "0"],
  ["SANDBOX_ACCOUNTS", "3"],
  ["SANDBOX_ACCOUNTS", "1e3"],
  ["PORTAL_URL", "localhost:3000"],
  ["PORTAL_URL", "javascript:alert(1)"],
])("a wrong %s (%s) is one sentence", async (name, value) => {
  const { code, errors } = await ended(run({ [name]: value }));
  expect(code).toBe(1);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`${name} must be`);
});

test("a taken port is one sentence that names it", async () => {
  const taken = await listenOnLoopback((_request, response) => response.end(), 0);
  const { code, errors } = await ended(run({ SANDBOX_PORT: String(taken.port) }));
  await taken.close();
  expect(code).toBe(1);
  expect(errors).toEqual([expect.stringContaining(`Port ${taken.port} is taken`)]);
});

test("a taken port of the emulator's is named as well, and nothing keeps listening", async () => {
  const base = await freePorts();
  const taken = await listenOnLoopback((_request, response) => response.end(), base + 3);
  await expect(startSandbox({ port: base })).rejects.toMatchObject({ code: "EADDRINUSE", port: base + 3 });
  const again = await listenOnLoopback((_request, response) => response.end(), base);
  await Promise.all([again.close(), taken.close()]);
});

test("it listens on loopback alone, says one line, and ends at once when told", async () => {
  const port = await freePorts();
  const child = run({ SANDBOX_PORT: String(port), SANDBOX_ACCOUNTS: "100" });
  const [line] = await once(child.stdout ?? child, "data");
  expect(String(line)).toBe(
    `The sandbox is at http://localhost:${port} (sign-in and control calls; AWS on the ports after it).\n`,
  );
  for (const host of ["localhost", "127.0.0.1"]) {
    expect((await fetch(`http://${host}:${port}/_sandbox/calls`)).status).toBe(200);
  }
  for (const address of addressesToOthers()) {
    for (let distance = 0; distance < 10; distance++) {
      await expect(fetch(`http://${address}:${port + distance}/`)).rejects.toThrow();
    }
  }

  const fault = JSON.stringify({ operation: "Jwks", answer: "hang" });
  await fetch(`http://localhost:${port}/_sandbox/faults`, { method: "POST", body: fault });
  const cut = expect(fetch(`http://localhost:${port}/jwks`)).rejects.toThrow();
  while (!(await (await fetch(`http://localhost:${port}/_sandbox/calls`)).json()).Jwks);
  child.kill("SIGTERM");
  await cut;
  expect((await ended(child)).code).toBe(0);
});

function run(environment: Record<string, string>): ChildProcess {
  const inherited = { PATH: process.env.PATH ?? "" };
  // A newer Node has nothing to warn about; with an older one these tests are about our own lines.
  const child = spawn(process.execPath, [program], {
    env: { NODE_ENV: "test", ...inherited, ...environment },
  });
  running.push(child);
  return child;
}

/** The process's exit code, and what it wrote as errors, line by line, without oidc-provider's word about Node 20. */
async function ended(child: ChildProcess): Promise<{ code: number | null; errors: string[] }> {
  let text = "";
  child.stderr?.on("data", (chunk) => {
    text += String(chunk);
  });
  const code = child.exitCode ?? (await once(child, "close"))[0];
  const errors = text.split("\n").filter((line) => line !== "" && !line.startsWith("oidc-provider WARNING"));
  return { code, errors };
}

/** The first of ten ports in a row that are free now, below those that the system gives to others. */
async function freePorts(): Promise<number> {
  const first = 10_000 + 10 * Math.floor(Math.random() * 2000);
  const ports = Array.from({ length: 10 }, (_, distance) => first + distance);
  const tried = await Promise.allSettled(
    ports.map((port) => listenOnLoopback((_request, response) => response.end(), port)),
  );
  const opened = tried.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  await Promise.all(opened.map((one) => one.close()));
  return opened.length === ports.length ? first : freePorts();
}

function addressesToOthers(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ internal, family }) => !internal && family === "IPv4").map(({ address }) => address);
}
