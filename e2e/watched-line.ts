/**
 * A line between two programs that a test reads along and stops at a word: so a moment inside the portal can be met from outside, every
 * time the same one. Of the two ends, `near` called and `far` answers.
 */

import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

type End = "near" | "far";

/** What has to pass on one connection, one after another. The last of it is held back, let pass, or let pass by half. */
export type Stop = {
  name: string;
  steps: readonly { from: End; says: RegExp }[];
  last: "held" | "passed" | "halved";
};

export type WatchedLine = {
  port: number;
  /** Resolves at the moment it is reached for the first time. From then on that connection says nothing more. */
  stopAt(stop: Stop): Promise<void>;
  close(): Promise<void>;
};

type Waiting = { stop: Stop; reached(): void };

/** What is left of a message whose word is the last one. */
function remainder(chunk: Buffer, last: Stop["last"]): Buffer {
  if (last === "held") return Buffer.alloc(0);
  return last === "passed" ? chunk : chunk.subarray(0, Math.ceil(chunk.length / 2));
}

export async function startWatchedLine(target: { host: string; port: number }): Promise<WatchedLine> {
  let waiting: Waiting | null = null;
  const sockets = new Set<Socket>();

  /** How a connection gets on with the stop that is waited for. */
  function watcher() {
    let watched: Waiting | null = null;
    let done = 0;
    let isStopped = false;
    return (from: End, chunk: Buffer): Buffer => {
      if (isStopped) return Buffer.alloc(0);
      if (watched !== waiting) [watched, done] = [waiting, 0];
      const step = watched?.stop.steps[done];
      if (!watched || step?.from !== from || !step.says.test(chunk.toString("latin1"))) return chunk;
      done += 1;
      if (done < watched.stop.steps.length) return chunk;
      isStopped = true;
      waiting = null;
      watched.reached();
      return remainder(chunk, watched.stop.last);
    };
  }

  const server = createServer((near) => {
    const far = connect(target.port, target.host);
    const look = watcher();
    for (const [end, socket, other] of [
      ["near", near, far],
      ["far", far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("data", (chunk) => {
        const rest = look(end, chunk);
        if (rest.length > 0) other.write(rest);
      });
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.end();
      });
    }
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();

  return {
    port: typeof address === "object" && address ? address.port : 0,
    stopAt: (stop) =>
      new Promise((reached) => {
        waiting = { stop, reached };
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
