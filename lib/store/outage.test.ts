/** PostgreSQL gone, silent, or busy: everybody hears so in time, nothing counts as recorded that is not, and all is well again by itself. */

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { locks } from "./advisory-locks";
import { appendEvent } from "./audit-log";
import { auditPage } from "./audit-page";
import { database } from "./database";
import { leaseJob } from "./job-leases";
import { closeStore, openStore, storeIsReady } from "./open-store";
import { personById } from "./people";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyStore } from "./verify-store";

/** Stands between the store and its database, and can fall silent or go away. */
type Proxy = {
  port: number;
  silence(): void;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server: Server = createServer((client) => {
    sockets.add(client.on("error", () => {}));
    if (isSilent) return;
    const upstream = connect(target);
    sockets.add(upstream.on("error", () => {}));
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    silence: () => {
      isSilent = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    goAway: async () => {
      const closed = once(server, "close");
      server.close();
      dropAll();
      await closed;
    },
    comeBack: async () => {
      isSilent = false;
      dropAll();
      if (!server.listening) await listen(port);
    },
    stop: async () => {
      dropAll();
      server.close();
    },
  };
}

const event = () => ({
  kind: "credentials.requested" as const,
  detail: {},
  correlationId: randomUUID(),
});

describe.runIf(storeKinds().includes("postgresql"))("PostgreSQL", () => {
  let store: TestStore;
  let proxy: Proxy;
  beforeAll(async () => {
    store = await startTestStore("postgresql");
    const url = new URL(store.settings.DATABASE_URL ?? "");
    proxy = await startProxy({ host: url.hostname, port: Number(url.port || 5432) });
    await closeStore();
    url.host = `127.0.0.1:${proxy.port}`;
    applySettings({ DATABASE_URL: url.href });
    await openStore();
  });
  afterAll(async () => {
    await proxy.comeBack();
    await store.stop();
    await proxy.stop();
  });

  afterEach(async () => {
    await proxy.comeBack();
    await expect.poll(storeIsReady, { timeout: 15_000 }).toBe(true);
    const { seq } = await appendEvent(event());
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq } });
  });

  const outages: [string, () => void | Promise<void>][] = [
    ["falls silent", () => proxy.silence()],
    ["goes away", () => proxy.goAway()],
  ];

  test.each(outages)(
    "%s: nothing is recorded, everything asked of it ends, and it recovers",
    async (_, begin) => {
      await Promise.all(Array.from({ length: 20 }, () => personById(randomUUID())));
      const { seq } = await appendEvent(event());
      await begin();

      const lost = Promise.allSettled(Array.from({ length: 30 }, () => appendEvent(event())));
      const asked = Promise.allSettled([
        ...Array.from({ length: 15 }, () => personById(randomUUID())),
        leaseJob("a job", 30),
        auditPage({}, { before: null, limit: 10 }),
      ]);
      expect(await storeIsReady()).toBe(false);
      for (const answer of await lost) {
        expect(answer).toMatchObject({ status: "rejected", reason: { code: "not-recorded" } });
      }
      for (const answer of await asked) {
        expect(answer).toMatchObject({ status: "rejected", reason: { code: "store-unavailable" } });
      }

      await proxy.comeBack();
      await expect.poll(storeIsReady, { timeout: 15_000 }).toBe(true);
      expect((await appendEvent(event())).seq).toBe(seq + 1);
    },
  );

  test("that takes no writes is not ready and records nothing, and can still be read", async () => {
    const name = new URL(store.settings.DATABASE_URL ?? "").pathname.slice(1);
    await store.run(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    // The setting is for connections made from now on.
    await closeStore();
    await openStore();
    expect(await storeIsReady()).toBe(false);
    await expect(appendEvent(event())).rejects.toMatchObject({ code: "not-recorded" });
    expect(await personById(randomUUID())).toBeNull();

    await store.run(`SET TRANSACTION READ WRITE; ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await closeStore();
    await openStore();
  });

  test("that takes writes again is written to again, over every connection, and without being opened anew", async () => {
    const name = new URL(store.settings.DATABASE_URL ?? "").pathname.slice(1);
    const setReadOnly = async (value: "on" | "off") =>
      await store.run(
        `SET TRANSACTION READ WRITE; ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`,
      );
    const tenAtOnce = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: 10 }, work));
    const succeeds = (work: () => Promise<unknown>) =>
      work().then(
        () => true,
        () => false,
      );

    await setReadOnly("on");
    // The setting is for connections made from now on.
    await proxy.goAway();
    await proxy.comeBack();
    await expect.poll(() => succeeds(() => tenAtOnce(() => personById(randomUUID())))).toBe(true);
    expect(await storeIsReady()).toBe(false);
    await setReadOnly("off");
    // A connection that still only reads fails one write, and is then let go.
    const writes = () => succeeds(() => tenAtOnce(() => leaseJob(randomUUID(), 30)));
    await expect.poll(writes, { timeout: 8_000 }).toBe(true);
    expect(await storeIsReady()).toBe(true);
  });

  test("is not there at the start: the start says so, and a later one succeeds", async () => {
    await closeStore();
    await proxy.goAway();
    await expect(openStore()).rejects.toMatchObject({ code: "store-unavailable" });
    await expect(appendEvent(event())).rejects.toMatchObject({ code: "not-recorded" });
    await proxy.comeBack();
    await openStore();
  });

  test("a failure says nothing of the database's password", async () => {
    await closeStore();
    const url = new URL(store.settings.DATABASE_URL ?? "");
    url.host = `127.0.0.1:${proxy.port}`;
    applySettings({ DATABASE_URL: Object.assign(new URL(url), { password: "canary" }).href });
    await proxy.goAway();
    await expect(openStore()).rejects.not.toThrow("canary");
    applySettings({ DATABASE_URL: url.href });
    await proxy.comeBack();
    await openStore();
  });

  test("whose lock another holds for too long: not recorded, and recorded again after", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { transact } = await database();
    let isHeld = () => {};
    const holding = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const holder = transact(async (sql) => {
      await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.auditChain]);
      isHeld();
      await held;
    });
    await holding;
    await expect(appendEvent(event())).rejects.toMatchObject({ code: "not-recorded" });
    release();
    await holder;
  });

  test("a closed store stays closed until it is opened", async () => {
    await closeStore();
    await expect(personById(randomUUID())).rejects.toMatchObject({ code: "store-unavailable" });
    await expect(appendEvent(event())).rejects.toMatchObject({ code: "not-recorded" });
    await closeStore();
    await openStore();
  });
});
