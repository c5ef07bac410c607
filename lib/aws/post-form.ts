/**
 * Posts a form with Node's own http: global fetch is patched by Next, which may keep answers. The only file that
 * speaks HTTP without the SDK. Redirects are not followed: the form holds keys.
 */

import "server-only";

import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { agents, connectSeconds } from "@/lib/aws/clients";

type Posted = { status: number; body: string };

type Post = {
  fields: Record<string, string>;
  userAgent: string;
  abortSignal: AbortSignal;
  /** Longest body in bytes; a longer one is a failure. */
  longest: number;
};

/** The answer, whatever its status. Fails with Node's own errors, which name the host and never the form. */
export function postForm(url: URL, { fields, userAgent, abortSignal, longest }: Post): Promise<Posted> {
  const form = new URLSearchParams(fields).toString();
  const isEncrypted = url.protocol === "https:";
  const options: RequestOptions = {
    method: "POST",
    agent: isEncrypted ? agents().https : agents().http,
    signal: abortSignal,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": Buffer.byteLength(form),
      accept: "application/json",
      "user-agent": userAgent,
    },
  };
  return new Promise((resolve, reject) => {
    const request = isEncrypted ? httpsRequest(url, options) : httpRequest(url, options);
    const connecting = setTimeout(() => {
      request.destroy(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" }));
    }, connectSeconds * 1000);
    request.on("socket", (socket) => {
      if (!socket.connecting) clearTimeout(connecting);
      else socket.once(isEncrypted ? "secureConnect" : "connect", () => clearTimeout(connecting));
    });
    request.on("error", reject);
    request.on("close", () => clearTimeout(connecting));
    request.on("response", (response) => {
      read(response, longest).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    request.end(form);
  });
}

async function read(response: IncomingMessage, longest: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    // Leaving the loop ends the connection.
    if (length > longest) return "";
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
