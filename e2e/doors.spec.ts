/** Every door of the built portal says who may come through, and keeps to it on every transport. */

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "./stories";

const server = join(process.cwd(), ".next/standalone/.next/server");
const manifest = JSON.parse(readFileSync(join(server, "app-paths-manifest.json"), "utf8")) as Record<
  string,
  string
>;

/** Next's own pages for what is not there: they show nothing and ask nothing. */
const nextsOwn = ["/_not-found/page", "/_global-error/page"];

const built = Object.keys(manifest).filter(
  (name) => !nextsOwn.includes(name) && !name.endsWith("/icon.svg/route"),
);

/** Addresses as people would type them, with something in each changeable part. */
const addresses = built.map((name) =>
  name
    .replace(/\/(page|route)$/, "")
    .replace(/\/\([^)]+\)/g, "")
    .replace(/\[\.\.\.[^\]]+\]/g, "x/y")
    .replace(/\[[^\]]+\]/g, "x"),
);

/** Who may come, as docs/decisions say. A new door is a new line here. */
const open = new Set([
  "/sign-in",
  "/signed-out",
  "/livez",
  "/readyz",
  "/problem/x",
  "/api/auth/start",
  "/api/auth/x/y",
  "/api/x/y",
]);

test("the build holds doors at all", () => {
  expect(addresses).toContain("/api/credentials");
  expect(addresses).toContain("/audit");
});

test("every built door says who may come through", async () => {
  // In a process of its own: what is asked is the server's code, not a test's.
  const { stdout } = await promisify(execFile)(process.execPath, [
    "e2e/built-doors.mjs",
    server,
    JSON.stringify(built),
  ]);
  const doors = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown[]>;
  const faults: string[] = [];
  for (const [index, name] of built.entries()) {
    const said = doors[name] ?? [];
    const known = said.every((door) =>
      /^(anyone|person|administrator|auditor|machine|nobody)$/.test(String(door)),
    );
    if (said.length === 0 || !known) faults.push(`${name} says ${JSON.stringify(said)}`);
    const isOpen = said.some((door) => door === "anyone" || door === "machine");
    if (isOpen && !open.has(addresses[index] || "/"))
      faults.push(`${name} is open, and nobody said that it should be`);
  }
  expect(faults).toEqual([]);
});

test("doors are closed to strangers, whatever they send", async ({ world }) => {
  const faults: string[] = [];
  for (const address of addresses.map((each) => each || "/").filter((each) => !open.has(each))) {
    for (const { path, method, headers } of knocks(address)) {
      const answer = await fetch(`${world.portal.url}${path}`, { method, headers, redirect: "manual" });
      const what = `${method} ${path} ${JSON.stringify(headers)}: ${answer.status}`;
      if (!isClosed(answer)) faults.push(what);
      if (!answer.headers.get("cache-control")?.includes("no-store")) faults.push(`${what} may be stored`);
      if (answer.headers.get("x-content-type-options") !== "nosniff") faults.push(`${what} without nosniff`);
      if (!answer.headers.get("content-security-policy")?.includes("frame-ancestors 'none'"))
        faults.push(`${what} without policy`);
      if (/\b\d{12}\b|ASIA|assumed-role/.test(await answer.text())) faults.push(`${what} shows AWS's things`);
    }
  }
  expect(faults).toEqual([]);
});

/** Turned away: an error of theirs, the way to sign in, or the methods that the door has. */
function isClosed(answer: Response): boolean {
  if (answer.status >= 400 && answer.status < 500) return true;
  if (answer.status === 204) return answer.headers.has("allow");
  const location = answer.headers.get("location") ?? "";
  if (location === "/") return true;
  return answer.status >= 300 && answer.status < 400 && /\/(sign-in|problem)\b|^\/[^/]/.test(location);
}

/** Ways that have led past somebody's guard before. */
function knocks(address: string) {
  const plain = { path: address, method: "GET", headers: {} as Record<string, string> };
  const slashless = address === "/" ? "/index" : address;
  const paths = [
    `${slashless}.rsc`,
    `${slashless}.segments/_tree.segment.rsc`,
    `${slashless}/`,
    `/${address}`,
    `${address}?_rsc=1`,
    `${address}?nxtPx=1`,
    `/_next/data/x${slashless}.json`,
    slashless.replace(/\/(\w)/, "/%2e/$1"),
    slashless.toUpperCase(),
    `/en${slashless}`,
  ];
  const headers: Record<string, string>[] = [
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { purpose: "prefetch" },
    { "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-nextjs-data": "1" },
    { "x-matched-path": "/sign-in" },
    { "x-now-route-matches": "1" },
    { "next-resume": "1" },
    { "x-forwarded-uri": "/sign-in", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { "x-sallyport-hook": "x 127.0.0.1 /" },
    { authorization: "Bearer x" },
    { authorization: "Bearer %" },
    { cookie: "session=x; __Host-session=x" },
  ];
  return [
    plain,
    ...["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"].map((method) => ({ ...plain, method })),
    ...paths.map((path) => ({ ...plain, path })),
    ...headers.map((each) => ({ ...plain, headers: each })),
    { ...plain, method: "POST", headers: { "next-action": "x".repeat(40) } },
  ];
}
