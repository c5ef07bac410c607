/**
 * Posts JSON with Node's own http. Redirects are not followed, no proxy is asked, the answer's body is read so far and no
 * further, and all of it takes so long and no longer.
 */

import "server-only";
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { once } from "@/lib/core/once";
import { version } from "@/lib/core/version";
import { within } from "@/lib/core/within";
import { guardedLookup, refuseClosedAddress } from "@/lib/delivery/guarded-lookup";

/** From the first byte sent to the last one read. */
const patienceMs = 20_000;

/** Of an answer. What a receiver says is only thrown away. */
const mostAnswerBytes = 64 * 1024;

/** A connection unused for so long is closed by us, before a receiver closes it under a post. */
const idleMs = 4_000;

function agents(ca: string | undefined): { http: HttpAgent; https: HttpsAgent } {
  return once(`delivery-agents ${ca ?? ""}`, () => {
    const options = { keepAlive: true, maxSockets: 4, timeout: idleMs, lookup: guardedLookup() };
    const trust = { rejectUnauthorized: true, minVersion: "TLSv1.2" as const, ...(ca ? { ca } : {}) };
    return { http: new HttpAgent(options), https: new HttpsAgent({ ...options, ...trust }) };
  });
}

type Post = {
  body: string;
  headers: Record<string, string>;
  /** PEM of the authorities that alone are believed; the usual ones where there is none. */
  ca: string | undefined;
  signal: AbortSignal;
  /** Longest wait for all of it; 20 s if not given. */
  withinMs?: number;
};

/** Answers the status, whatever it is, once the answer is there. Fails with Node's own errors. */
export async function post(url: URL, { signal, withinMs = patienceMs, ...what }: Post): Promise<number> {
  refuseClosedAddress(url.hostname);
  return await within(withinMs, signal, (ending) => exchange(url, what, ending));
}

async function exchange(
  url: URL,
  { body, headers, ca }: Pick<Post, "body" | "headers" | "ca">,
  signal: AbortSignal,
): Promise<number> {
  const isEncrypted = url.protocol === "https:";
  const options: RequestOptions = {
    method: "POST",
    agent: isEncrypted ? agents(ca).https : agents(ca).http,
    signal,
    headers: {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": `Sallyport/${version}`,
      ...headers,
    },
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = isEncrypted ? httpsRequest(url, options) : httpRequest(url, options);
    request.on("response", resolve);
    request.on("error", reject);
    request.end(body);
  });
  await readAway(response);
  return response.statusCode ?? 0;
}

/** To the end, so that an answer that breaks off counts as none; a longer one is cut off. */
async function readAway(response: IncomingMessage): Promise<void> {
  let length = 0;
  for await (const chunk of response) {
    length += Buffer.from(chunk).length;
    // Leaving the loop ends the connection.
    if (length > mostAnswerBytes) return;
  }
}
