/**
 * What every request and every answer gets before Next sees them. The only file that touches Node's HTTP server:
 * handlers see no socket, and headers set here are on redirects and errors too.
 */

import "server-only";
import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { once } from "@/lib/core/once";
import { doorAddress } from "@/lib/web/grant-path";

/** Carries the socket's address and the requested path from the hook to our guards. */
export const hookHeader = "x-sallyport-hook";

type Open = { answers: Set<ServerResponse>; servers: Set<Server>; closing: boolean };

/** Answers not yet finished and the servers that they belong to: what an orderly stop waits for. */
export function open(): Open {
  return once("open-answers", () => ({
    answers: new Set<ServerResponse>(),
    servers: new Set<Server>(),
    closing: false,
  }));
}

/** A kept connection would bring request after request to a server that waits for its last one. */
function lastOnItsConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}

/** Takes no new connection, and ends each that is there with the answer that is under way. */
export function closeServers(): void {
  open().closing = true;
  for (const response of open().answers) lastOnItsConnection(response);
  for (const server of open().servers) {
    server.close();
    server.closeIdleConnections();
  }
}

/** Nobody outside this process can write a hook header that we believe. */
function mark(): string {
  return once("hook-mark", () => randomBytes(18).toString("base64url"));
}

/** The header's value: also for tests that call a handler as the server would. */
export function hookValue(peer: string, path: string): string {
  return `${mark()} ${peer} ${path}`;
}

/** What the hook wrote on this request; null where it did not see it. */
export function hooked(headers: Headers): { peer: string; path: string } | null {
  const [given, peer, ...path] = (headers.get(hookHeader) ?? "").split(" ");
  if (given !== mark() || !peer) return null;
  return { peer, path: path.join(" ") };
}

const everywhere: readonly [string, string][] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  [
    "Permissions-Policy",
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
  ],
  ["X-DNS-Prefetch-Control", "off"],
];

const closedPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The build's own files. A path that climbs out of their folder, in whichever spelling, is none of them. */
function isBuildFile(path: string): boolean {
  return path.startsWith("/_next/static/") && !/\.\.|%2e|%2f|%5c|\\/i.test(path);
}

function writeHeaders(path: string, response: ServerResponse, https: boolean): void {
  for (const [name, value] of everywhere) response.setHeader(name, value);
  if (https) response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  if (isBuildFile(path)) return;

  response.setHeader("Cache-Control", "no-store");
  const machine = path.startsWith("/api/");
  // Under no-referrer a form would send `Origin: null`, so pages keep their own origin's referrer.
  response.setHeader("Referrer-Policy", machine ? "no-referrer" : "same-origin");
  // For pages, proxy.ts writes its own over this; whatever escapes it stays closed.
  response.setHeader("Content-Security-Policy", closedPolicy);
}

/** Normal form of an address: IPv4 in IPv6's clothes is IPv4. */
function plainAddress(address: string | undefined): string {
  return (address ?? "unknown").replace(/^::ffff:(?=\d+\.)/i, "");
}

function pathOf(url: string | undefined): string {
  // Spaces would end the path in the header; a raw one is not legal in a request line anyway.
  return (url ?? "/").replaceAll(" ", "%20").slice(0, 2048);
}

/** Subscribes once per process. `https` adds HSTS, where people reach the portal that way. */
export function watchRequests(https: boolean): void {
  once("request-hook", () => {
    subscribe("http.server.request.start", (message) => {
      const { request, response, server } = message as {
        request: IncomingMessage;
        response: ServerResponse;
        server: Server;
      };
      request.headers[hookHeader] = hookValue(
        plainAddress(request.socket.remoteAddress),
        pathOf(request.url),
      );
      writeHeaders(request.url ?? "/", response, https);
      // After the header has the address as it came.
      if (request.url !== undefined) request.url = doorAddress(request.url);
      if (open().closing) lastOnItsConnection(response);

      open().servers.add(server);
      open().answers.add(response);
      response.once("close", () => open().answers.delete(response));
    });
    return true;
  });
}
