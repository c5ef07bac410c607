/** Pairings on each kind of store: one person's from the first entry on, taken once, and asked about no oftener than was said. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dropApproval, pollPairing, takePairing } from "./pairing-polls";
import {
  approvePairing,
  beginPairing,
  claimedPairing,
  claimPairing,
  denyPairing,
  forgetPairings,
} from "./pairings";
import { newPerson, newSession } from "./person-for-tests";
import { deleteSession, deleteSessionsOf } from "./sessions";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const limits = { seconds: 300, intervalSeconds: 5, mostOpen: 3 };
const living = { begunAfter: new Date(0), usedAfter: new Date(0) };
const approval = { wanted: { name: "laptop-7" }, graceSeconds: 30 };

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let ada = { personId: "", sessionId: "" };
  let eve = { personId: "", sessionId: "" };

  const someone = async () => {
    const personId = await newPerson();
    return { personId, sessionId: await newSession(personId) };
  };
  const begin = (changed: { deviceCode?: string; userCode?: string; holder?: string } = {}) =>
    beginPairing(
      {
        deviceCode: "canary-device-code",
        userCode: "BCDFGHJK",
        machine: "laptop-7",
        address: "198.51.100.7",
        holder: "198.51.100.7",
        userAgent: "curl/8",
        hints: ["111122223333/Developer"],
        ...changed,
      },
      limits,
    );
  const claimed = async (who = ada) => {
    await begin();
    const pairing = await claimPairing("BCDFGHJK", who);
    if (typeof pairing === "string") throw new Error(pairing);
    return pairing;
  };
  const approved = async () => {
    const { id } = await claimed();
    expect(await approvePairing(id, ada.sessionId, approval)).toBe(true);
    return id;
  };
  /** As if so many seconds had gone by since the last poll. */
  const goBy = (seconds: number) =>
    store.query("UPDATE pairing SET next_poll_at = next_poll_at - make_interval(secs => $1)", [seconds]);
  const endTime = () => store.run("UPDATE pairing SET expires_at = now() - interval '1 second'");
  const poll = () => pollPairing("canary-device-code");

  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    await store.run("DELETE FROM pairing");
    ada = await someone();
    eve = await someone();
  });

  test("neither code is kept in clear, nor as a digest that could be tried out", async () => {
    await begin();
    const dump = await store.dump();
    expect(dump).not.toMatch(/canary|BCDFGHJK/);
    const { createHash } = await import("node:crypto");
    for (const form of ["hex", "base64", "base64url"] as const)
      expect(dump).not.toContain(createHash("sha256").update("BCDFGHJK").digest(form));
  });

  test("so many may wait for one holder, however many ask, and each for another", async () => {
    for (const each of ["1", "2", "3"])
      expect(await begin({ deviceCode: each, userCode: each })).not.toBeNull();
    expect(await begin({ deviceCode: "4", userCode: "4" })).toBeNull();
    expect(await begin({ deviceCode: "4", userCode: "4", holder: "203.0.113.9" })).not.toBeNull();
    await endTime();
    expect(await begin({ deviceCode: "5", userCode: "5" })).not.toBeNull();
  });

  test("a code in use is not given out twice", async () => {
    await begin();
    expect(await begin({ deviceCode: "another" })).toBeNull();
  });

  describe("a code that was entered", () => {
    test("shows what the machine said, and how long is left", async () => {
      const pairing = await claimed();
      expect(pairing).toMatchObject({
        machine: "laptop-7",
        address: "198.51.100.7",
        userAgent: "curl/8",
        hints: ["111122223333/Developer"],
      });
      expect(pairing.secondsLeft).toBeGreaterThan(290);
      expect(pairing.secondsLeft).toBeLessThanOrEqual(300);
      expect(pairing.begunAt).toBeInstanceOf(Date);
    });

    test("is the first one's, out of many at once", async () => {
      await begin();
      const people = await Promise.all(Array.from({ length: 8 }, someone));
      const outcomes = await Promise.all(people.map((who) => claimPairing("BCDFGHJK", who)));
      expect(outcomes.filter((each) => typeof each === "object")).toHaveLength(1);
      expect(outcomes.filter((each) => each === "taken")).toHaveLength(7);
    });

    test("may be entered again by the same person, and is decided where it was entered last", async () => {
      const { id } = await claimed();
      const second = await newSession(ada.personId);
      expect(await claimPairing("BCDFGHJK", { ...ada, sessionId: second })).toMatchObject({ id });
      expect(await approvePairing(id, ada.sessionId, approval)).toBe(false);
      expect(await approvePairing(id, second, approval)).toBe(true);
    });

    test("cannot be decided by anybody else, nor in another session", async () => {
      const { id } = await claimed();
      const other = await newSession(ada.personId);
      for (const session of [eve.sessionId, other]) {
        expect(await approvePairing(id, session, approval)).toBe(false);
        expect(await denyPairing(id, session)).toBe(false);
        expect(await claimedPairing(session)).toBeNull();
      }
      expect(await claimedPairing(ada.sessionId)).toMatchObject({ id });
      expect(await claimedPairing(ada.sessionId, id)).toMatchObject({ id });
      expect(await claimedPairing(ada.sessionId, ada.personId)).toBeNull();
    });

    test("is decided once", async () => {
      const { id } = await claimed();
      const all = Array.from({ length: 6 }, (_, index) =>
        index % 2 ? denyPairing(id, ada.sessionId) : approvePairing(id, ada.sessionId, approval),
      );
      expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
      expect(await claimPairing("BCDFGHJK", ada)).toBe("taken");
      expect(await claimedPairing(ada.sessionId)).toBeNull();
    });

    test("is no good once its time is over", async () => {
      const { id } = await claimed();
      await endTime();
      expect(await claimedPairing(ada.sessionId)).toBeNull();
      expect(await approvePairing(id, ada.sessionId, approval)).toBe(false);
      expect(await claimPairing("BCDFGHJK", ada)).toBe("taken");
      expect(await claimPairing("ZZZZZZZZ", ada)).toBe("none");
      expect(await poll()).toBeNull();
    });
  });

  describe("a machine that asks", () => {
    test("hears how it stands", async () => {
      await begin();
      expect(await poll()).toMatchObject({ state: "open", isEarly: false, machine: "laptop-7" });
      expect(await pollPairing("another")).toBeNull();
    });

    test("too early waits five seconds longer each time, up to a minute", async () => {
      await begin();
      await poll();
      await goBy(4);
      expect(await poll()).toMatchObject({ isEarly: true });
      await goBy(9);
      expect(await poll()).toMatchObject({ isEarly: true });
      await goBy(15);
      expect(await poll()).toMatchObject({ isEarly: false });
      await goBy(14);
      expect(await poll()).toMatchObject({ isEarly: true });
      for (const _ of Array.from({ length: 20 })) await poll();
      const [row] = await store.query<{ seconds: number }>("SELECT interval_seconds AS seconds FROM pairing");
      expect(row?.seconds).toBe(60);
    });

    test("many times at once is early all but once", async () => {
      await begin();
      const polls = await Promise.all(Array.from({ length: 10 }, poll));
      expect(polls.filter((each) => each?.isEarly === false)).toHaveLength(1);
    });
  });

  describe("what was approved", () => {
    test("is taken once, out of many at once, and is none afterwards", async () => {
      const id = await approved();
      const takes = await Promise.all(Array.from({ length: 8 }, () => takePairing(id, living)));
      expect(takes.filter(Boolean)).toEqual([
        { person: expect.objectContaining({ id: ada.personId }), wanted: approval.wanted },
      ]);
      expect(await poll()).toBeNull();
      expect(await dropApproval(id)).toBeNull();
    });

    test("is not there before it was approved, nor after it was denied", async () => {
      const { id } = await claimed();
      expect(await takePairing(id, living)).toBeNull();
      await denyPairing(id, ada.sessionId);
      expect(await takePairing(id, living)).toBeNull();
      expect(await poll()).toMatchObject({ state: "denied" });
    });

    test.each([
      ["signed out", () => deleteSession(ada.sessionId)],
      ["signed out everywhere", () => deleteSessionsOf(ada.personId)],
      [
        "whose session is over",
        () => store.run("UPDATE session SET expires_at = now() - interval '1 second'"),
      ],
    ])("is worth nothing of somebody %s", async (_, end) => {
      const id = await approved();
      await end();
      expect(await takePairing(id, living)).toBeNull();
      expect((await dropApproval(id))?.id).toBe(ada.personId);
      expect(await dropApproval(id)).toBeNull();
      expect(await poll()).toMatchObject({ state: "denied" });
    });

    test("is worth nothing in a session begun or used too long ago", async () => {
      const id = await approved();
      const later = new Date(Date.now() + 60_000);
      expect(await takePairing(id, { ...living, begunAfter: later })).toBeNull();
      expect(await takePairing(id, { ...living, usedAfter: later })).toBeNull();
      expect(await takePairing(id, living)).not.toBeNull();
    });

    test("at the last moment can still be fetched", async () => {
      const { id } = await claimed();
      await store.run("UPDATE pairing SET expires_at = now() + interval '3 seconds'");
      await approvePairing(id, ada.sessionId, approval);
      const [row] = await store.query<{ left: number }>(
        "SELECT extract(epoch FROM expires_at - now())::float8 AS left FROM pairing",
      );
      expect(row?.left).toBeGreaterThan(20);
      expect(row?.left).toBeLessThanOrEqual(30);
    });
  });

  test("what is over is forgotten, and what is not stays", async () => {
    await begin();
    expect(await forgetPairings(new Date())).toBe(0);
    await endTime();
    expect(await forgetPairings(new Date())).toBe(1);
  });
});
