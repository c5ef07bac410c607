/** A database of its own on the server that TEST_DATABASE_URL names, reached over a line that a test can cut. */

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import { lookAtDump } from "./secrets-on-disk";

export const adminUrl = process.env.TEST_DATABASE_URL;

export type Postgres = {
  /** Over the line. */
  url: string;
  /** Past the line. */
  direct: string;
  /** Runs SQL past the line, and answers what it printed, tuples only. */
  sql(text: string): string;
  /** `hang`: connections stay and say nothing. `refuse`: they are cut, and new ones are too. */
  cut(how: "hang" | "refuse"): void;
  mend(): void;
  drop(): Promise<void>;
};

function psql(url: string, text: string): string {
  return execFileSync("psql", [url, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text], {
    encoding: "utf8",
  }).trim();
}

export async function startPostgres(admin: string): Promise<Postgres> {
  const name = `e2e_${randomBytes(6).toString("hex")}`;
  psql(admin, `CREATE DATABASE ${name}`);
  const direct = new URL(admin);
  direct.pathname = `/${name}`;

  let state: "up" | "hang" | "refuse" = "up";
  const sockets = new Set<Socket>();
  const line = createServer((near) => {
    if (state === "refuse") return void near.destroy();
    const far = connect(Number(direct.port || 5432), direct.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("data", (chunk) => {
        if (state === "up") other.write(chunk);
      });
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((done) => line.listen(0, "127.0.0.1", done));
  const address = line.address();
  const url = new URL(direct);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address ? address.port : 0);

  function cutAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    url: url.href,
    direct: direct.href,
    sql: (text) => psql(direct.href, text),
    cut(how) {
      state = how;
      if (how === "refuse") cutAll();
    },
    mend() {
      state = "up";
      // What was swallowed is gone: a connection that missed half a message must not go on.
      cutAll();
    },
    async drop() {
      cutAll();
      await new Promise((done) => line.close(done));
      lookAtDump(direct.href);
      psql(admin, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
