/** Turns to ask AWS, on each kind of store: what many callers are told at once is what the row allows. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Pace, slowDown, takeTurn } from "./aws-pace";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let instances = 0;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  function newInstance(): string {
    instances += 1;
    return `instance-${instances}`;
  }

  async function take(instance: string, count: number, priority: Pace["priority"]): Promise<number[]> {
    const pace = { perSecond: 12, reserve: 0.25, priority };
    const turns = await Promise.all(Array.from({ length: count }, () => takeTurn(instance, pace)));
    return turns.map(({ waitMs }) => waitMs);
  }

  /**
   * Milliseconds that so many turns fill. They begin in an hour, when whoever shares this machine's processors no longer
   * matters: with all lanes busy until then, none of them is idle while the test itself is slow.
   */
  async function lasts(instance: string, count: number, priority: Pace["priority"]): Promise<number> {
    await take(instance, 1, priority);
    const [start] = await store.query<{ at: string }>(
      `UPDATE aws_pace SET mint_at = later, interactive_at = later, background_at = later
       FROM (SELECT now() + interval '1 hour' AS later) AS moment WHERE instance = $1 RETURNING later::text AS at`,
      [instance],
    );
    await take(instance, count, priority);
    const [row] = await store.query<{ ms: string }>(
      `SELECT (extract(epoch FROM greatest(mint_at, interactive_at, background_at) - $2::timestamptz) * 1000)::text AS ms
       FROM aws_pace WHERE instance = $1`,
      [instance, start?.at],
    );
    return Number(row?.ms);
  }

  test("the first of an instance goes at once, and so do a few after it", async () => {
    expect(await take(newInstance(), 3, "interactive")).toEqual([0, 0, 0]);
  });

  test("a turn that nobody would wait for is not taken from anybody", async () => {
    const instance = newInstance();
    await take(instance, 1, "mint");
    await store.run(
      `UPDATE aws_pace SET mint_at = now() + interval '1 hour', interactive_at = mint_at, background_at = mint_at
       WHERE instance = '${instance}'`,
    );
    await store.run(
      `UPDATE aws_pace SET interactive_at = mint_at, background_at = mint_at WHERE instance = '${instance}'`,
    );
    const lanes =
      "SELECT mint_at::text, interactive_at::text, background_at::text FROM aws_pace WHERE instance = $1";
    const before = await store.query(lanes, [instance]);
    const pace = { perSecond: 12, reserve: 0.25, priority: "mint", longestWaitMs: 10_000 } as const;
    const { waitMs } = await takeTurn(instance, pace);
    expect(waitMs).toBeGreaterThan(3_500_000);
    expect(await store.query(lanes, [instance])).toEqual(before);
    await takeTurn(instance, { ...pace, longestWaitMs: 4_000_000 });
    expect(await store.query(lanes, [instance])).not.toEqual(before);
  });

  test("minting may use all of the pace, and no more", async () => {
    const tenSeconds = await lasts(newInstance(), 120, "mint");
    expect(tenSeconds).toBeGreaterThan(9_800);
    expect(tenSeconds).toBeLessThan(10_400);
  });

  test("a crowd that loads lists leaves the reserve to minting", async () => {
    const instance = newInstance();
    await take(instance, 200, "interactive");
    const [mint = Number.POSITIVE_INFINITY] = await take(instance, 1, "mint");
    expect(mint).toBeLessThanOrEqual(Math.ceil(1_000 / 3));
  });

  test("a crowd that queues has all but the reserve", async () => {
    expect(await lasts(newInstance(), 90, "interactive")).toBeCloseTo(10_000, -3);
  });

  test("work for which nobody waits does not stand before a list", async () => {
    const instance = newInstance();
    await take(instance, 100, "background");
    const [list = Number.POSITIVE_INFINITY] = await take(instance, 1, "interactive");
    expect(list).toBeLessThanOrEqual(Math.ceil(1_000 / 6.75));
  });

  test("a lane that queues has its turns at even distances", async () => {
    const instance = newInstance();
    await take(instance, 60, "background");
    const ends: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const [row] = await store.query<{ at: string }>(
        "SELECT extract(epoch FROM background_at)::text AS at FROM aws_pace WHERE instance = $1",
        [instance],
      );
      ends.push(Number(row?.at));
      // Others may lend a turn while they are idle: only then does this lane not move.
      while ((await take(instance, 1, "background"))[0] === 0);
    }
    const steps = ends.slice(1).map((end, index) => end - (ends[index] ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(1 / (12 * 0.75 * 0.25), 4);
  });

  test("a lane above lends its turn while it is idle, and only then", async () => {
    const instance = newInstance();
    const lent = { perSecond: 12, reserve: 0.25, priority: "background", lent: true } as const;
    await take(instance, 1, "mint");
    // What idle lanes had saved up.
    let turn = await takeTurn(instance, lent);
    for (let saved = 0; saved < 10 && turn.isTaken; saved += 1) turn = await takeTurn(instance, lent);
    await store.query(
      "UPDATE aws_pace SET mint_at = now() + interval '1 hour', interactive_at = now() + interval '1 minute' WHERE instance = $1",
      [instance],
    );
    const lanes = "SELECT mint_at::text, interactive_at::text, background_at::text FROM aws_pace";
    const before = await store.query(lanes);
    turn = await takeTurn(instance, lent);
    expect(turn.isTaken).toBe(false);
    // Worth asking again when the first of them is idle.
    expect(turn.waitMs).toBeGreaterThan(50_000);
    expect(turn.waitMs).toBeLessThanOrEqual(60_000);
    expect(await store.query(lanes)).toEqual(before);
    await store.query("UPDATE aws_pace SET interactive_at = now() WHERE instance = $1", [instance]);
    expect(await takeTurn(instance, lent)).toEqual({ waitMs: 0, isTaken: true });
  });

  test("where nothing is kept for minting, no list waits for what minting lends", async () => {
    const instance = newInstance();
    const pace = { perSecond: 12, reserve: 0, priority: "interactive" } as const;
    await takeTurn(instance, pace);
    const { isTaken, waitMs } = await takeTurn(instance, { ...pace, lent: true });
    expect(isTaken).toBe(false);
    expect(waitMs).toBeGreaterThan(100);
  });

  test("nothing is kept where no reserve is asked for", async () => {
    const instance = newInstance();
    const { waitMs } = await takeTurn(instance, { perSecond: 12, reserve: 0, priority: "mint" });
    expect(waitMs).toBe(0);
  });

  test("two instances do not wait for each other", async () => {
    await take(newInstance(), 100, "mint");
    expect(await take(newInstance(), 1, "background")).toEqual([0]);
  });

  describe("after AWS answered 429", () => {
    const past = (instance: string, seconds: number) =>
      store.query(
        `UPDATE aws_pace SET slowed_at = slowed_at - make_interval(secs => $2),
           mint_at = now(), interactive_at = now(), background_at = now() WHERE instance = $1`,
        [instance, seconds],
      );

    test("turns come more rarely, and after a while as before", async () => {
      const instance = newInstance();
      const before = await lasts(instance, 60, "mint");
      await past(instance, 0);
      await slowDown(instance);
      const slowed = await lasts(instance, 60, "mint");
      await past(instance, 60);
      const after = await lasts(instance, 60, "mint");

      expect(slowed / before).toBeGreaterThan(1.3);
      expect(slowed / before).toBeLessThan(1.8);
      expect(after / before).toBeLessThan(1.3);
    });

    test("many who report the same throttling slow down once", async () => {
      const instance = newInstance();
      await takeTurn(instance, { perSecond: 12, reserve: 0.25, priority: "mint" });
      await Promise.all(Array.from({ length: 20 }, () => slowDown(instance)));
      const rows = await store.query("SELECT slowed_to FROM aws_pace WHERE instance = $1", [instance]);
      expect(rows).toEqual([{ slowed_to: 0.7 }]);
    });

    test("however often it happens, the pace never stops", async () => {
      const instance = newInstance();
      await takeTurn(instance, { perSecond: 12, reserve: 0.25, priority: "mint" });
      for (let again = 0; again < 20; again += 1) {
        await slowDown(instance);
        await store.query(
          "UPDATE aws_pace SET slowed_at = slowed_at - interval '2 seconds' WHERE instance = $1",
          [instance],
        );
      }
      const [row] = await store.query<{ slowed_to: number }>(
        "SELECT slowed_to FROM aws_pace WHERE instance = $1",
        [instance],
      );
      expect(row?.slowed_to).toBeGreaterThanOrEqual(0.1);
      expect(row?.slowed_to).toBeLessThan(0.3);
    });
  });
});
