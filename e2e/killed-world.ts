/** A portal that is killed again and again, with a test's ear on every line that leads to it and away from it. */

import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { startSandbox } from "@/sandbox/start-sandbox";
import { askings, signInForKeys, whatComes } from "./ask-for-keys";
import { ownPage } from "./http-person";
import { freePort, type PortalProcess, scratchFolder, startPortal } from "./portal-process";
import { adminUrl, startPostgres } from "./postgres";
import { type RecordRow, selectRecord } from "./record-on-disk";
import { control, secretForTests } from "./stories";
import { type Stop, startWatchedLine } from "./watched-line";

export type StoreKind = "evaluation" | "postgresql";

/** Resolves at that moment, or never. */
type Ear = { stopAt(stop: Stop): Promise<void> };

export type KilledWorld = {
  ears: { client: Ear; aws: Ear; database: Ear };
  /** What asks everywhere that keys are asked for at, all at once. Each answers what came back, however little of it. */
  readyToAsk(who: "people" | "everybody"): Promise<() => Promise<string[]>>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** What the sandbox made. */
  minted(): Promise<{ accessKeyId: string; userAgent: string; signInTokens: string[] }[]>;
  /** The portal ends in order; then its record is read past it. */
  endAndReadRecord(): Promise<RecordRow[]>;
  clear(): Promise<void>;
};

type Database = {
  settings: Record<string, string>;
  ear: Ear;
  read(): Promise<RecordRow[]>;
  clear(): Promise<void>;
};

async function onPostgresql(): Promise<Database> {
  const postgres = await startPostgres(adminUrl ?? "");
  const { hostname, port } = new URL(postgres.url);
  const line = await startWatchedLine({ host: hostname, port: Number(port) });
  const url = new URL(postgres.url);
  url.host = `localhost:${line.port}`;
  return {
    settings: { DATABASE_URL: url.href },
    ear: line,
    read: async () => JSON.parse(postgres.sql(selectRecord)),
    clear: async () => {
      await line.close();
      await postgres.drop();
    },
  };
}

/** The engine is inside of the portal: what can be heard from outside is that it writes its log ahead. */
function inFolder(): Database {
  const scratch = scratchFolder();
  const files = join(scratch.path, "postgresql");
  let watcher: FSWatcher | undefined;
  return {
    settings: { DATA_DIR: scratch.path },
    ear: {
      stopAt: ({ steps }) =>
        new Promise((reached) => {
          let writes = 0;
          watcher?.close();
          watcher = watch(join(files, "pg_wal"), () => {
            writes += 1;
            if (writes === steps.length) reached();
          });
        }),
    },
    read: async () => {
      const engine = await PGlite.create(files);
      const { rows } = await engine.query<{ rows: string }>(selectRecord);
      await engine.close();
      return JSON.parse(rows[0]?.rows ?? "[]");
    },
    clear: async () => {
      watcher?.close();
      scratch.remove();
    },
  };
}

export async function startKilledWorld(kind: StoreKind): Promise<KilledWorld> {
  const database = kind === "postgresql" ? await onPostgresql() : inFolder();
  const port = await freePort();
  const front = await startWatchedLine({ host: "localhost", port });
  const url = `http://localhost:${front.port}`;
  const sandbox = await startSandbox({ port: 0, portalUrl: url });
  // Rounds come faster than any company's people do.
  await control(sandbox, "options", { requestsPerSecond: 0 });
  const service = new URL(sandbox.environment.AWS_ENDPOINT_URL_SSO ?? "");
  const aws = await startWatchedLine({ host: service.hostname, port: Number(service.port) });
  const settings = {
    ...sandbox.environment,
    AWS_ENDPOINT_URL_SSO: `http://localhost:${aws.port}`,
    AWS_REQUESTS_PER_SECOND: "20",
    PORTAL_URL: url,
    PORTAL_SECRET: secretForTests,
    ...database.settings,
  };
  let portal: PortalProcess = await startPortal(port, settings);
  const signed = await signInForKeys(url);

  return {
    ears: { client: front, aws, database: database.ear },
    readyToAsk: async (who) => {
      // Past the lines, and before: the page has it long before somebody clicks. By no connection that an earlier portal ended.
      const answer = await whatComes(port, {
        path: "/api/console/token",
        method: "POST",
        headers: { ...ownPage(url), cookie: signed.person.cookie(), "content-type": "application/json" },
        body: "{}",
      });
      const { token } = JSON.parse(answer.slice(answer.indexOf("\n"))) as { token: string };
      const all = askings(url, signed, token)[who];
      return () => Promise.all(all.map((each) => whatComes(front.port, each)));
    },
    kill: async () => void (await portal.end("SIGKILL")),
    restart: async () => {
      portal = await startPortal(port, settings);
    },
    minted: async () => (await control(sandbox, "keys")) as Awaited<ReturnType<KilledWorld["minted"]>>,
    endAndReadRecord: async () => {
      await portal.end();
      return await database.read();
    },
    clear: async () => {
      await portal.end("SIGKILL");
      for (const line of [front, aws]) await line.close();
      await sandbox.close();
      await database.clear();
    },
  };
}
