/** How a person wants their list and what they use: on each kind of store. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noPreferences, type Preferences } from "@/lib/core/preferences";
import { noteGrantUse, recentGrants } from "./grant-uses";
import { newPerson } from "./person-for-tests";
import { preferencesOf, savePreferences } from "./preferences";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const grant = (role: string) => ({ instance: "main", accountId: "000000000001", role });
const day = 24 * 3_600_000;
const now = new Date("2030-01-01T00:00:00.000Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * day);

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let person = "";
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(async () => {
    person = await newPerson();
  });

  describe("preferences", () => {
    const wanted: Preferences = {
      favourites: [grant("b"), grant("a")],
      hidden: [{ instance: "main", accountId: "000000000002" }],
      groupBy: "path",
    };

    test("are none before any were saved, and then the last that were", async () => {
      expect(await preferencesOf(person)).toBeNull();
      await savePreferences(person, noPreferences);
      await savePreferences(person, wanted);
      expect(await preferencesOf(person)).toEqual(wanted);
      expect(await preferencesOf(await newPerson())).toBeNull();
    });

    test("that two windows save at once are one of the two", async () => {
      await Promise.all(
        [noPreferences, wanted, noPreferences, wanted].map((one) => savePreferences(person, one)),
      );
      expect([noPreferences, wanted]).toContainEqual(await preferencesOf(person));
    });

    test("that this version cannot read are none", async () => {
      await savePreferences(person, wanted);
      await store.query(`UPDATE preference SET value = '{"groupBy":"mood"}' WHERE person_id = $1`, [person]);
      expect(await preferencesOf(person)).toBeNull();
    });
  });

  describe("grants used", () => {
    const roles = async (of = person, limit = 8) => (await recentGrants(of, limit)).map(({ role }) => role);
    const used = async (role: string, times: number, days: number) => {
      for (let done = 0; done < times; done += 1) await noteGrantUse(person, grant(role), daysAgo(days));
    };

    /** `role-0` two hundred days ago, and each next one a day later. */
    const manyUsed = (count: number) =>
      store.query(
        `INSERT INTO grant_use SELECT $1, 'main', '000000000001', 'role-' || nth, 1,
           $2::timestamptz + make_interval(days => nth) FROM generate_series(0, $3::int - 1) AS nth`,
        [person, daysAgo(200), count],
      );

    test("of late come first", async () => {
      await used("older", 1, 2);
      await used("newer", 1, 1);
      expect(await roles()).toEqual(["newer", "older"]);
      expect(await recentGrants(person, 1)).toEqual([{ ...grant("newer"), lastAt: daysAgo(1) }]);
    });

    test("often come before one used once since, for a while", async () => {
      await used("daily", 4, 14);
      await used("once", 1, 1);
      expect(await roles()).toEqual(["daily", "once"]);
      await used("once", 1, 0);
      await used("twice", 2, 0);
      expect(await roles()).toEqual(["twice", "once", "daily"]);
    });

    test("half of each week's use is forgotten", async () => {
      await used("once", 1, 7);
      await used("once", 1, 0);
      const [row] = await store.query("SELECT score FROM grant_use WHERE person_id = $1", [person]);
      expect(row).toEqual({ score: 1.5 });
    });

    test("a clock that goes back, or stood still for decades, does no harm", async () => {
      await used("role", 1, 0);
      await used("role", 1, 30);
      expect(await recentGrants(person, 1)).toEqual([{ ...grant("role"), lastAt: now }]);
      await used("role", 1, -36_500);
      const [row] = await store.query("SELECT score FROM grant_use WHERE person_id = $1", [person]);
      expect(row).toEqual({ score: 1 });
    });

    test("without a time are used now, by the database's clock", async () => {
      await noteGrantUse(person, grant("role"));
      const [row] = await store.query(
        "SELECT last_at > now() - interval '1 minute' AS late FROM grant_use WHERE person_id = $1",
        [person],
      );
      expect(row).toEqual({ late: true });
    });

    test("are no more than a hundred, those used least are forgotten", async () => {
      await manyUsed(104);
      await used("role-104", 1, 96);
      const kept = await roles(person, 1_000);
      expect(kept).toHaveLength(100);
      expect(kept.at(0)).toBe("role-104");
      expect(kept.at(-1)).toBe("role-5");
      await used("newest", 1, 500);
      // Whoever uses nothing of late still finds what they used last, until others count more.
      expect(await roles(person, 1_000)).not.toContain("newest");
    });

    test("by many windows at once are all counted, and nobody waits for another", async () => {
      await manyUsed(100);
      const more = Array.from({ length: 40 }, (_, index) =>
        noteGrantUse(person, grant(`more-${index % 20}`), now),
      );
      await Promise.all(more);
      const [row] = await store.query(
        "SELECT sum(score) AS sum FROM grant_use WHERE person_id = $1 AND role LIKE 'more-%'",
        [person],
      );
      expect(row).toEqual({ sum: 40 });
      await noteGrantUse(person, grant("more-0"), now);
      expect(await roles(person, 1_000)).toHaveLength(100);
    });

    test("are each person's own", async () => {
      const other = await newPerson();
      await used("mine", 1, 0);
      await noteGrantUse(other, grant("theirs"), now);
      expect(await roles()).toEqual(["mine"]);
      expect(await roles(other)).toEqual(["theirs"]);
    });
  });
});
