/** What ends TLS in front of the portal, as a reverse proxy does: addresses go on as they came, and who hangs up in front hangs up behind. */

import { readFileSync } from "node:fs";
import { request as send } from "node:http";
import { createServer } from "node:https";
import type { Certificates } from "./certificates";

export async function startTlsFront(
  port: number,
  to: URL,
  { certificate, key }: Certificates,
): Promise<{ end(): Promise<void> }> {
  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (request, response) => {
      const { method, url = "/", headers } = request;
      const behind = send({ host: to.hostname, port: to.port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      behind.once("error", () => response.destroy());
      response.once("close", () => behind.destroy());
      request.pipe(behind);
    },
  );
  await new Promise<void>((done) => server.listen(port, "localhost", done));
  return {
    end: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
