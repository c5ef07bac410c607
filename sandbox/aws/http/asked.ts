/** One HTTP request as the emulator's operations see it: read whole, nothing decoded that a signature covers. */

import type { IncomingMessage } from "node:http";

export type Asked = {
  method: string;
  /** As sent: percent escapes are kept. */
  path: string;
  query: URLSearchParams;
  /** As sent, without the question mark: what a signature covers. */
  rawQuery: string;
  /** Lower-case names; a header sent twice is joined by a comma, as a signature wants it. */
  headers: ReadonlyMap<string, string>;
  body: string;
  /** The region of the origin that was asked. */
  region: string;
};

/** Larger than any legal call; AssumeRole with all its policies and tags is below 100 kB. */
const longestBodyBytes = 1_000_000;

/** Undefined: the body is too long. */
export async function readAsked(request: IncomingMessage, region: string): Promise<Asked | undefined> {
  const body = await readBody(request);
  if (body === undefined) return undefined;

  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const rawQuery = mark < 0 ? "" : target.slice(mark + 1);
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: new Map(
      Object.entries(request.headersDistinct).map(([name, all]) => [name, all?.join(",") ?? ""]),
    ),
    body,
    region,
  };
}

export function form(asked: Asked): URLSearchParams {
  return new URLSearchParams(asked.body);
}

/** The value of a cookie, or undefined. */
export function cookie(asked: Asked, name: string): string | undefined {
  const pairs = (asked.headers.get("cookie") ?? "").split(/[;,]\s*/);
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/**
 * Whether the Host header names this machine's loopback. A web page elsewhere can point its own name at 127.0.0.1
 * and read what answers; it cannot choose another Host header.
 */
export function isLoopbackHost(asked: Asked): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(asked.headers.get("host") ?? "");
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > longestBodyBytes) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString("utf8");
}
