/** Every door of the built portal says who may come through, and keeps to it on every transport. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
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

for (const [index, name] of built.entries()) {
  const address = addresses[index] || "/";

  test(`${name} says who may come through`, async () => {
    const require = createRequire(join(server, "x.js"));
    const module = require(join(server, manifest[name] ?? "")) as {
      routeModule: { userland: Record<string, unknown> };
    };
    const doors = await doorsOf(module.routeModule.userland);
    expect(doors.length).toBeGreaterThan(0);
    for (const door of doors) expect(door).toMatch(/^(anyone|person|administrator|auditor|machine)$/);
    if (doors.every((door) => door === "anyone" || door === "machine")) expect([...open]).toContain(address);
  });

  if (!open.has(address)) {
    test(`${address} is closed to strangers, whatever they send`, async ({ world }) => {
      for (const request of knocks(address)) {
        const response = await fetch(new URL(request.path, world.portal.url), {
          method: request.method,
          headers: request.headers,
          redirect: "manual",
        });
        const said = await response.text();
        const what = `${request.method} ${request.path} ${JSON.stringify(request.headers)}`;
        expect(response.status, what).not.toBe(200);
        expect(response.status, what).toBeLessThan(500);
        expect(said, what).not.toContain("12-digit canary");
        expect(response.headers.get("cache-control"), what).toContain("no-store");
        expect(response.headers.get("x-content-type-options"), what).toBe("nosniff");
        expect(response.headers.get("content-security-policy"), what).toContain("frame-ancestors 'none'");
      }
    });
  }
}

type Module = Record<string, unknown>;

/** What the handlers of a route, or a page deep in Next's tree of loaders, say of themselves. */
async function doorsOf(userland: Module): Promise<unknown[]> {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  const handlers = methods.map((method) => userland[method]).filter((handler) => handler !== undefined);
  const found = handlers.length > 0 ? handlers : [await pageOf(userland.loaderTree)];
  return found.map((each) => (each as { door?: { for?: unknown } } | undefined)?.door?.for);
}

async function pageOf(tree: unknown): Promise<unknown> {
  if (!Array.isArray(tree)) return undefined;
  const [, children, own] = tree as [
    string,
    Record<string, unknown>,
    Record<string, [() => Promise<Module>] | undefined>,
  ];
  if (own.page) return (await own.page[0]()).default;
  for (const child of Object.values(children)) {
    const page = await pageOf(child);
    if (page) return page;
  }
  return undefined;
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
