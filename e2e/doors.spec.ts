/** Every door of the built portal says who may come through, and keeps to it on every transport. */

import { execFile } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { addressOf, builtDoors, builtServer } from "./built-addresses";
import { openings } from "./knocks";
import { freePort, scratchFolder, startPortal } from "./portal-process";
import { expect, secretForTests, test } from "./stories";

const addresses = builtDoors.map(addressOf);

/** Who may come, as docs/decisions say. A new door is a new line here. */
const open = new Set([
  "/sign-in",
  "/signed-out",
  "/livez",
  "/readyz",
  "/metrics",
  "/problem/x",
  "/pair",
  "/profiles.sh",
  "/api/v1/pairing",
  "/api/v1/pairing/token",
  "/api/v1/openapi.json",
  "/api/auth/start",
  "/api/auth/x/y",
  "/api/x/y",
]);

const closedToStrangers = addresses.filter((each) => !open.has(each));

test("the build holds doors at all", () => {
  expect(addresses).toContain("/api/credentials");
  expect(addresses).toContain("/audit");
});

test("every built door says who may come through", async () => {
  // In a process of its own: what is asked is the server's code, not a test's.
  const { stdout } = await promisify(execFile)(process.execPath, [
    "e2e/built-doors.mjs",
    builtServer,
    JSON.stringify(builtDoors),
  ]);
  const doors = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown[]>;
  const faults: string[] = [];
  for (const [index, name] of builtDoors.entries()) {
    const said = doors[name] ?? [];
    const known = said.every((door) =>
      /^(anyone|person|administrator|auditor|machine|program|nobody)$/.test(String(door)),
    );
    if (said.length === 0 || !known) faults.push(`${name} says ${JSON.stringify(said)}`);
    const isOpen = said.some((door) => door === "anyone" || door === "program");
    if (isOpen && !open.has(addresses[index] ?? ""))
      faults.push(`${name} is open, and nobody said that it should be`);
  }
  expect(faults).toEqual([]);
});

test("doors are closed to strangers, whatever they send", async ({ world }) => {
  expect(await openings(world.portal.url, closedToStrangers)).toEqual([]);
});

test("without the proxy nobody gets in who did not before", async ({ world }) => {
  const without = withoutProxy();
  const data = scratchFolder();
  const port = await freePort();
  const portal = await startPortal(
    port,
    {
      ...world.sandbox.environment,
      PORTAL_URL: `http://localhost:${port}`,
      PORTAL_SECRET: secretForTests,
      DATA_DIR: data.path,
      NODE_ENV: "production",
      NEXT_MANUAL_SIG_HANDLE: "1",
    },
    join(without.path, "server.js"),
  );
  const page = await fetch(`${portal.url}/sign-in`);
  // The proxy really is gone: what the hook wrote is all there is, and nothing runs.
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; frame-ancestors 'none'");
  const found = await openings(portal.url, closedToStrangers);
  await portal.end();
  data.remove();
  without.remove();
  expect(found).toEqual([]);
});

/** The built server as it would be if `proxy.ts` were deleted. */
function withoutProxy(): { path: string; remove(): void } {
  const folder = scratchFolder();
  cpSync(".next/standalone", folder.path, { recursive: true });
  const copied = join(folder.path, ".next/server");
  rmSync(join(copied, "middleware.js"));
  writeFileSync(
    join(copied, "functions-config-manifest.json"),
    JSON.stringify({ version: 1, functions: {} }),
  );
  return folder;
}
