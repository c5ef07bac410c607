/**
 * Listens on this machine's loopback and nowhere else. The only file that opens a port: both 127.0.0.1 and ::1,
 * so that `localhost` answers whichever of the two a client tries first.
 */

import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Listening = {
  port: number;
  /** Cuts open connections too: a call that was told to hang must not keep the sandbox alive. */
  close(): Promise<void>;
};

/** A machine without IPv6 has no ::1; then 127.0.0.1 alone is its loopback. */
const noSuchAddress = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]);

/** Port 0 takes any port that is free on both addresses. Rejects with Node's own error (`EADDRINUSE`) otherwise. */
export async function listenOnLoopback(handler: RequestListener, port: number): Promise<Listening> {
  for (let attempt = 0; ; attempt++) {
    const first = await listen(handler, port, "127.0.0.1");
    const chosen = portOf(first);
    try {
      const second = await listen(handler, chosen, "::1");
      return listening(chosen, [first, second]);
    } catch (fault) {
      const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
      if (noSuchAddress.has(code)) return listening(chosen, [first]);
      await closeAll([first]);
      // A free port of 127.0.0.1 may be taken on ::1; with port 0 any other will do as well.
      if (port !== 0 || code !== "EADDRINUSE" || attempt >= 20) throw fault;
    }
  }
}

function listen(handler: RequestListener, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(handler);
    server.once("error", reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (!address || typeof address === "string") throw new Error("The server is not listening on a port.");
  return address.port;
}

function listening(port: number, servers: Server[]): Listening {
  return { port, close: () => closeAll(servers) };
}

async function closeAll(servers: Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
