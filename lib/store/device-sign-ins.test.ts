/** Device registrations and sign-ins, on each kind of store: sealed, each for its own, and asked about no oftener than AWS said. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deviceClient, deviceClientById, forgetDeviceClients, keepDeviceClient } from "./device-clients";
import {
  beginDeviceSignIn,
  type DeviceSignIn,
  deviceSignIn,
  endDeviceSignIn,
  forgetDeviceSignIns,
  slowPoll,
  takePoll,
} from "./device-sign-ins";
import { hashed } from "./hashed";
import { newPerson, newSession } from "./person-for-tests";
import { deleteSession } from "./sessions";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";

const in90Days = new Date("2030-04-01T00:00:00.000Z");
const client = {
  instance: "main",
  clientId: "client-1",
  clientSecret: "canary-client-secret",
  expiresAt: in90Days,
};

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  describe("a registration", () => {
    beforeEach(async () => {
      await store.run("DELETE FROM device_client");
    });

    test("is kept, and nothing of its secret in clear", async () => {
      await keepDeviceClient(client);
      expect(await deviceClient("main", { livesUntil: in90Days })).toEqual(client);
      expect(await deviceClientById("client-1")).toEqual(client);
      expect(await store.dump()).not.toContain("canary");
    });

    test("is the one that lives longest, if it lives long enough", async () => {
      await keepDeviceClient({ ...client, clientId: "older", expiresAt: new Date("2030-03-01") });
      await keepDeviceClient(client);
      expect((await deviceClient("main", { livesUntil: new Date("2030-02-01") }))?.clientId).toBe("client-1");
      expect(await deviceClient("main", { livesUntil: new Date("2030-04-02") })).toBeNull();
    });

    test("of one instance is none of another", async () => {
      await keepDeviceClient(client);
      expect(await deviceClient("other", { livesUntil: new Date(0) })).toBeNull();
      expect(await deviceClientById("client-2")).toBeNull();
    });

    test("sealed for one instance does not open for another", async () => {
      await keepDeviceClient(client);
      await store.run("UPDATE device_client SET instance = 'other'");
      expect(await deviceClient("other", { livesUntil: new Date(0) })).toBeNull();
      expect(await deviceClientById("client-1")).toBeNull();
    });

    test("does not open under another's id", async () => {
      await keepDeviceClient(client);
      await store.run("UPDATE device_client SET client_id = 'client-2'");
      expect(await deviceClientById("client-2")).toBeNull();
    });

    test("sealed with a secret that nobody has any more is none, so that another is made", async () => {
      await keepDeviceClient(client);
      applySettings({ PORTAL_SECRET: "another secret for tests, as long as it must be" });
      expect(await deviceClient("main", { livesUntil: new Date(0) })).toBeNull();
      await keepDeviceClient({ ...client, clientId: "newer", expiresAt: new Date("2030-05-01") });
      expect((await deviceClient("main", { livesUntil: new Date(0) }))?.clientId).toBe("newer");
      applySettings({ PORTAL_SECRET: store.settings.PORTAL_SECRET ?? "" });
    });

    test("is not changed by another of the same id", async () => {
      await keepDeviceClient(client);
      await keepDeviceClient({
        ...client,
        instance: "other",
        clientSecret: "x",
        expiresAt: new Date("2040-01-01"),
      });
      expect(await deviceClientById("client-1")).toEqual(client);
    });

    test("is forgotten when it has expired", async () => {
      await keepDeviceClient(client);
      expect(await forgetDeviceClients(in90Days)).toBe(0);
      expect(await forgetDeviceClients(new Date("2030-04-02"))).toBe(1);
      expect(await deviceClientById("client-1")).toBeNull();
    });
  });

  describe("a device sign-in", () => {
    let person = "";
    let session = "";
    const begin = (changed: Partial<DeviceSignIn> = {}, sessionId = session) =>
      beginDeviceSignIn({ ...signIn(), sessionId, ...changed });
    const signIn = (): DeviceSignIn => ({
      personId: person,
      instance: "main",
      deviceCode: "canary-device-code",
      clientId: "client-1",
      userCode: "CANA-RYXX",
      verificationUri: "https://device.sso.eu-west-1.amazonaws.com/",
      verificationUriComplete: "https://device.sso.eu-west-1.amazonaws.com/?user_code=CANA-RYXX",
      intervalSeconds: 5,
      expiresAt: in90Days,
    });
    /** As if so many seconds had gone by. */
    const goBy = (seconds: number) =>
      store.query("UPDATE device_sign_in SET next_poll_at = next_poll_at - make_interval(secs => $1)", [
        seconds,
      ]);
    beforeEach(async () => {
      person = await newPerson();
      session = await newSession(person);
    });

    test("is kept, and nothing of its codes in clear", async () => {
      await begin();
      expect(await deviceSignIn(session, "main")).toEqual(signIn());
      expect(await store.dump()).not.toMatch(/canary|CANA-RYXX/);
    });

    test("is replaced by the next of the same session at the same instance", async () => {
      await begin();
      await takePoll(session, "main");
      await begin({ deviceCode: "second" });
      await begin({ deviceCode: "third", instance: "other" });
      expect(await deviceSignIn(session, "main")).toMatchObject({ deviceCode: "second" });
      expect(await deviceSignIn(session, "other")).toMatchObject({ deviceCode: "third" });
      expect(await takePoll(session, "main")).toBe(true);
    });

    test("of one session is none of another, also of the same person", async () => {
      await begin();
      const other = await newSession(person);
      expect(await deviceSignIn(other, "main")).toBeNull();
      expect(await takePoll(other, "main")).toBe(false);
      await endDeviceSignIn(other, "main");
      expect(await deviceSignIn(session, "main")).not.toBeNull();
    });

    test("moved to another session, instance or person does not open", async () => {
      await begin();
      const other = await newSession(person);
      const move = (set: string, value: unknown) =>
        store.query(`UPDATE device_sign_in SET ${set} = $2 WHERE person_id = $1`, [person, value]);
      await move("session_hash", hashed(other));
      await expect(deviceSignIn(other, "main")).rejects.toMatchObject({ code: "unexpected" });
      await move("session_hash", hashed(session));
      await move("instance", "other");
      await expect(deviceSignIn(session, "other")).rejects.toMatchObject({ code: "unexpected" });
      await move("instance", "main");
      await move("person_id", await newPerson());
      await expect(deviceSignIn(session, "main")).rejects.toMatchObject({ code: "unexpected" });
    });

    test("is asked about once in each interval, however many ask", async () => {
      await begin();
      for (const _ of [1, 2]) {
        const polls = await Promise.all(Array.from({ length: 20 }, () => takePoll(session, "main")));
        expect(polls.filter(Boolean)).toHaveLength(1);
        await goBy(4);
        expect(await takePoll(session, "main")).toBe(false);
        await goBy(1);
      }
    });

    test("that AWS wants asked about less often is asked about every five seconds more", async () => {
      await begin();
      await takePoll(session, "main");
      await slowPoll(session, "main");
      expect((await deviceSignIn(session, "main"))?.intervalSeconds).toBe(10);
      await goBy(9);
      expect(await takePoll(session, "main")).toBe(false);
      await goBy(1);
      expect(await takePoll(session, "main")).toBe(true);
      await goBy(9);
      expect(await takePoll(session, "main")).toBe(false);
    });

    test("that has ended is none", async () => {
      await begin();
      await endDeviceSignIn(session, "main");
      expect(await deviceSignIn(session, "main")).toBeNull();
      expect(await takePoll(session, "main")).toBe(false);
      await slowPoll(session, "main");
    });

    test("ends with the session, and cannot begin without one", async () => {
      await begin();
      await deleteSession(session);
      expect(await deviceSignIn(session, "main")).toBeNull();
      await expect(begin()).rejects.toMatchObject({ code: "store-unavailable" });
    });

    test("whose time is over is there until it is forgotten", async () => {
      await begin({ expiresAt: new Date("2020-01-01") });
      expect((await deviceSignIn(session, "main"))?.expiresAt).toEqual(new Date("2020-01-01"));
      expect(await forgetDeviceSignIns(new Date("2020-01-01"))).toBe(0);
      expect(await forgetDeviceSignIns(new Date("2020-01-02"))).toBe(1);
      expect(await deviceSignIn(session, "main")).toBeNull();
    });
  });
});
