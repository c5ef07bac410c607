/** Reads what a request carries, with a limit: the sandbox's doors take a form or a small JSON, never a file. */

import type { IncomingMessage } from "node:http";

const limitBytes = 64 * 1024;

/** The body as text. Throws a RangeError beyond 64 KiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > limitBytes) throw new RangeError(`The body is larger than ${limitBytes} bytes.`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString("utf8");
}
