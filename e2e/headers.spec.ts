/** What every answer carries, whoever asks for whatever. */

import { httpSignIn, stranger } from "./http-person";
import { expect, test } from "./stories";

const everywhere = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

test("redirects, errors, pages and doors carry the security headers and are stored nowhere", async ({
  world,
}) => {
  const person = await httpSignIn(world.portal.url, "engineer");
  const answers = [
    await person.get("/"),
    await person.get("/audit"),
    await person.get("/", { rsc: "1" }),
    await person.get("/", { purpose: "prefetch", "next-router-prefetch": "1" }),
    await person.get("/%E0%A4%A"),
    await person.get("/api/credentials"),
    await person.post("/api/credentials", {}),
    await person.get("/api/nothing"),
    await person.get("/_next/image?url=%2Ficon.svg&w=64&q=75"),
    await person.get("/_next/data/x/index.json"),
    await stranger(world.portal.url).get("/"),
    await stranger(world.portal.url).get("/sign-in"),
    await stranger(world.portal.url).get("/api/access"),
    await stranger(world.portal.url).get("/livez"),
  ];
  for (const answer of answers) {
    for (const [name, value] of Object.entries(everywhere))
      expect(answer.headers.get(name), answer.url).toBe(value);
    expect(answer.headers.get("cache-control"), answer.url).toContain("no-store");
    expect(answer.headers.get("permissions-policy"), answer.url).toContain("camera=()");
    expect(answer.headers.get("content-security-policy"), answer.url).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("content-security-policy"), answer.url).not.toContain("unsafe");
    expect(answer.headers.get("x-powered-by"), answer.url).toBeNull();
  }
});

test("each page has a nonce of its own on every script, and the doors run nothing at all", async ({
  world,
}) => {
  const person = await httpSignIn(world.portal.url, "engineer");
  const nonces = new Set<string>();
  for (const path of ["/", "/", "/no-such-page", "/sign-in", "/problem/aws-slow"]) {
    const answer = await person.get(path);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'self' 'nonce-([^']{24,})'/.exec(policy)?.[1] ?? "";
    const html = await answer.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(html).not.toMatch(/<[a-z][^>]*\sstyle="/i);
    expect(policy).not.toContain(",");
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
  const door = await person.get("/api/nothing");
  expect(door.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("a form of ours sends its origin, and the way to AWS carries no referrer", async ({ world }) => {
  const person = await httpSignIn(world.portal.url, "engineer");
  expect((await person.get("/")).headers.get("referrer-policy")).toBe("same-origin");
  expect((await person.form("/api/console", {})).headers.get("referrer-policy")).toBe("no-referrer");
});

test("static files may be kept for ever and carry nothing of anybody", async ({ world }) => {
  const html = await (await stranger(world.portal.url).get("/sign-in")).text();
  const file = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? "";
  const answer = await stranger(world.portal.url).get(file);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test("the session's cookie is opaque, small, and not for scripts or other sites", async ({ world }) => {
  const person = await httpSignIn(world.portal.url, "engineer");
  for (const pair of person.cookie().split("; ")) expect(pair.length).toBeLessThan(4096 / 8);
  const session =
    person
      .cookie()
      .split("; ")
      .find((pair) => pair.includes("session")) ?? "";
  expect(session.length).toBeLessThan(100);
  const html = await (await person.get("/")).text();
  expect(html).not.toContain(session.split("=")[1]);
});
