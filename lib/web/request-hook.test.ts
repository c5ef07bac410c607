/** What the hook does to every request and every answer, on a server of Node's own. */

import { once as event } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { closeServers, hooked, hookHeader, open, watchRequests } from "@/lib/web/request-hook";

let server: Server;
let port = 0;
let agent: Agent;
/** Answers that a test holds back. */
let release = Promise.resolve();

beforeAll(async () => {
  watchRequests(true);
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  server = createServer(async (asked, response) => {
    await release;
    const headers = new Headers({ [hookHeader]: String(asked.headers[hookHeader]) });
    response.end(JSON.stringify(hooked(headers)));
  });
  server.listen(0, "127.0.0.1");
  await event(server, "listening");
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
  forget("open-answers");
});

async function get(path: string, headers: Record<string, string> = {}) {
  const asking = request({ host: "127.0.0.1", port, path, headers, agent });
  asking.end();
  const [answer] = (await event(asking, "response")) as [IncomingMessage];
  let body = "";
  for await (const chunk of answer) body += chunk;
  return { headers: answer.headers, body };
}

test("what a stranger wrote into the hook's header is written over", async () => {
  const { body } = await get("/a?b=c", { [hookHeader]: "x 10.0.0.1 /forged" });
  expect(JSON.parse(body)).toEqual({ peer: "127.0.0.1", path: "/a?b=c" });
});

test.each(["/", "/api/x", "/nowhere", "/_next/static/../../api/x", "/_next/static/%2e%2e/x", "//x"])(
  "%s is kept by no cache and runs nothing",
  async (path) => {
    const { headers } = await get(path);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["strict-transport-security"]).toContain("max-age=");
  },
);

test("the build's own files keep the headers that Next gives them", async () => {
  const { headers } = await get("/_next/static/chunks/a-b_c.0~1.js");
  expect(headers["cache-control"]).toBeUndefined();
});

test("once the server closes, a kept connection ends with the answer that is under way", async () => {
  let letGo: () => void = () => undefined;
  release = new Promise((resolve) => {
    letGo = resolve;
  });
  const asking = get("/slow");
  while (open().answers.size === 0) await new Promise(setImmediate);
  closeServers();
  letGo();
  const { headers } = await asking;
  expect(headers.connection).toBe("close");
  await expect(get("/after")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
