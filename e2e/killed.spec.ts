/**
 * Kill -9 at each step of handing out keys, round after round, on either store. Three accounts of it are compared: what came
 * out of the portal, what the sandbox made, and what the record says when all is over.
 */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { type KilledWorld, type StoreKind, startKilledWorld } from "./killed-world";
import { adminUrl } from "./postgres";
import { eventsOfChain, type RecordedEvent } from "./record-on-disk";
import type { Stop } from "./watched-line";

/** More than each moment once: `KILL_ROUNDS=100` takes ten minutes where nothing else runs, nearly all of it for the portal to start. */
const wanted = process.env.KILL_ROUNDS;

type Moment = Stop & { ear: keyof KilledWorld["ears"] };

// However often the text was quoted on its way into a statement.
const requested = { from: "near", says: /kind\\*":\\*"(credentials|console)\.requested/ } as const;
const issued = { from: "near", says: /kind\\*":\\*"(credentials\.issued|console\.opened)/ } as const;
const commit = { from: "near", says: /COMMIT/ } as const;
const committed = { from: "far", says: /COMMIT/ } as const;
const asked = { from: "near", says: /\/federation\/credentials/ } as const;
const made = { from: "far", says: /accessKeyId/ } as const;
const handedOut = { from: "far", says: /access_?key_?id/i } as const;

const outside: Moment[] = [
  { ear: "aws", name: "AWS is about to be asked", steps: [asked], last: "held" },
  { ear: "aws", name: "AWS was asked", steps: [asked], last: "passed" },
  { ear: "aws", name: "AWS made keys that have not arrived", steps: [made], last: "held" },
  { ear: "aws", name: "AWS made keys that arrive by half", steps: [made], last: "halved" },
  { ear: "aws", name: "AWS made keys that arrive", steps: [made], last: "passed" },
  { ear: "client", name: "half of the keys is out", steps: [handedOut], last: "halved" },
  { ear: "client", name: "keys are out", steps: [handedOut], last: "passed" },
];

const moments: Record<StoreKind, Moment[]> = {
  postgresql: [
    ...outside,
    ...(
      [
        ["requested", requested],
        ["issued", issued],
      ] as const
    ).flatMap(([name, said]): Moment[] => [
      { ear: "database", name: `${name} is about to be written`, steps: [said], last: "held" },
      { ear: "database", name: `${name} is written and not committed`, steps: [said, commit], last: "held" },
      { ear: "database", name: `${name} is being committed`, steps: [said, commit], last: "passed" },
      {
        ear: "database",
        name: `${name} is committed, which nobody hears`,
        steps: [said, commit, committed],
        last: "held",
      },
      { ear: "database", name: `${name} is committed`, steps: [said, commit, committed], last: "passed" },
    ]),
  ],
  evaluation: [
    ...outside,
    // As many writes as a few records make.
    ...[1, 2, 3, 4, 5, 6].map((writes): Moment => {
      const write = { from: "near", says: /./ } as const;
      return {
        ear: "database",
        name: `write ${writes} to the log ahead`,
        steps: Array(writes).fill(write),
        last: "passed",
      };
    }),
  ],
};

/** What came out in one round: access key ids, and the tokens that open a console. */
function deliveredIn(answers: readonly string[]): { keys: string[]; signIns: string[] } {
  const text = answers.join("\n");
  return {
    keys: text.match(/ASIA[A-Z0-9]{16}/g) ?? [],
    signIns: [...text.matchAll(/SigninToken=([\w-]+)/g)].map(([, token = ""]) => token),
  };
}

async function killAt(world: KilledWorld, moment: Moment, who: "people" | "everybody"): Promise<string[]> {
  // First: where the database's own writes are what is listened for, the moment may come before anybody has asked.
  const ask = await world.readyToAsk(who);
  const reached = world.ears[moment.ear].stopAt(moment);
  const asking = ask();
  const late = new AbortController();
  await Promise.race([
    reached,
    pause(60_000, undefined, late).then(() => {
      throw new Error(`It never came to this: ${moment.name}`);
    }),
  ]).finally(() => late.abort());
  await world.kill();
  return await asking;
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const isIssued = ({ kind }: RecordedEvent) => kind === "credentials.issued" || kind === "console.opened";
const isRequested = ({ kind }: RecordedEvent) => /^(credentials|console)\.requested$/.test(kind);

for (const kind of ["evaluation", "postgresql"] as const) {
  const cycle = moments[kind];
  const rounds = Number(wanted ?? cycle.length);

  test(`killed ${rounds} times while it hands out keys, on ${kind}: none left unrecorded, no record is lost, and it starts again by itself`, async () => {
    test.skip(kind === "postgresql" && !adminUrl, "TEST_DATABASE_URL names no PostgreSQL");
    // It took twenty seconds a round where a machine had ten times too much to do.
    test.setTimeout(120_000 + rounds * 30_000);
    const world = await startKilledWorld(kind);
    try {
      const out = { keys: [] as string[], signIns: [] as string[] };
      for (let round = 0; round < rounds; round += 1) {
        const moment = cycle[round % cycle.length];
        if (!moment) throw new Error("There are no moments.");
        // Machines are handed the same keys again: there the record of the hand-over is the only one.
        const who = (round + Math.floor(round / cycle.length)) % 2 === 0 ? "people" : "everybody";
        const { keys, signIns } = deliveredIn(await killAt(world, moment, who));
        out.keys.push(...keys);
        out.signIns.push(...signIns);
        await world.restart();
      }
      const minted = await world.minted();
      const events = eventsOfChain(await world.endAndReadRecord());

      const opened = out.signIns.map(
        (token) => minted.find(({ signInTokens }) => signInTokens.includes(token))?.accessKeyId ?? token,
      );
      const recorded = countsOf(events.filter(isIssued).map(({ accessKeyId }) => accessKeyId ?? ""));
      const delivered = countsOf([...out.keys, ...opened]);
      const unrecorded = [...delivered].filter(([id, times]) => times > (recorded.get(id) ?? 0));
      expect(unrecorded, "keys that left more often than the record says").toEqual([]);

      const known = new Set(minted.map(({ accessKeyId }) => accessKeyId));
      expect(
        [...recorded.keys()].filter((id) => !known.has(id)),
        "keys that AWS never made",
      ).toEqual([]);

      const wishes = new Set(events.filter(isRequested).map(({ correlationId }) => correlationId));
      const unasked = minted.filter(({ userAgent }) => !wishes.has(userAgent.split(" ").at(-1) ?? ""));
      expect(unasked, "keys that AWS made for a request without a record").toEqual([]);

      // Otherwise nothing was killed in the middle of anything.
      expect(delivered.size).toBeGreaterThan(0);
      expect(known.size).toBeGreaterThan(delivered.size);
      expect(wishes.size).toBeGreaterThan(recorded.size);
    } finally {
      await world.clear();
    }
  });
}
