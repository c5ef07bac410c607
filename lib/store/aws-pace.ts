/**
 * Whose turn it is to ask AWS, for all replicas together. AWS allows about 20 requests a second for a whole instance, to us
 * and to everybody else, so our share is divided into three lanes, one for each kind of work, in which calls
 * go one after another at an even pace (the generic cell rate algorithm, one time for each lane):
 *
 * - `mint`: somebody waits for keys. A share of the pace is kept for it.
 * - `interactive`: somebody waits for a list.
 * - `background`: the bulk of a list, and what nobody waits for.
 *
 * A call takes the earliest turn in its own lane or in one below it; a lane above lends its turn only while it is idle. So a
 * crowd in one lane never stands before another, and no lane need be idle while there is work: whoever waits for a turn of its own
 * asks meanwhile for those that idle lanes above can lend.
 */

import "server-only";
import { asking } from "./database";
import type { Database } from "./database-kind";

export type Pace = {
  /** Turns a second of all lanes together, before AWS slows us down. */
  perSecond: number;
  /** The share kept for minting, between 0 and 1. */
  reserve: number;
  priority: "mint" | "interactive" | "background";
  /** A turn further away than this is not taken: whoever will not wait for it must not keep it from others. */
  longestWaitMs?: number;
  /** Asks only for a turn that an idle lane above can lend, and takes none that is not there now. */
  lent?: boolean;
};

export type Turn = {
  /** Until the turn that is taken; where none is, until it is worth asking again. */
  waitMs: number;
  isTaken: boolean;
};

/** Of what is not kept for minting, the share of work for which nobody waits. */
const backgroundShare = 0.25;

/** An idle lane saves up turns for so long: the first few calls of a page need not queue. Seconds. */
const burstSeconds = 0.25;

/** What AWS's complaint makes of the pace. Less than half would be lost where somebody else uses the quota for a moment. */
const slowedFactor = 0.7;

/** How fast the pace comes back: to whole in 18 s after one complaint. */
const recoveryPerSecond = 1 / 60;

const slowestFactor = 0.1;

/** From the one that may be kept waiting least. */
const lanes = ["mint", "interactive", "background"] as const;

/**
 * Takes a turn and answers how long to wait for it. It is taken whether or not it is used, unless it is further away
 * than `longestWaitMs`, or was to be lent and no lane is idle: then it is nobody's.
 * One statement on one row, which the processes pass on to each other.
 */
export async function takeTurn(instance: string, pace: Pace): Promise<Turn> {
  const shared = pace.perSecond * (1 - pace.reserve);
  const rates = {
    mint: pace.perSecond * pace.reserve,
    interactive: shared * (1 - backgroundShare),
    background: shared * backgroundShare,
  };
  const own = lanes.indexOf(pace.priority);
  const lent = pace.lent ?? false;
  const longest = (pace.longestWaitMs ?? Number.MAX_SAFE_INTEGER) / 1000;
  const take = ({ prisma }: Database) =>
    prisma.$queryRaw<{ wait: number; isTaken: boolean }[]>`
      WITH pace AS (
        SELECT *, clock_timestamp() AS now,
          least(1, slowed_to + extract(epoch FROM clock_timestamp() - slowed_at) * ${recoveryPerSecond}::float8)
            AS factor
        FROM aws_pace WHERE instance = ${instance} FOR UPDATE
      ), lane AS (
        SELECT name, place, now, free_at <= now AS is_idle, greatest(free_at, now) AS turn,
          greatest(free_at, now - make_interval(secs => ${burstSeconds}::float8))
            + make_interval(secs => 1 / (rate * factor)) AS next_at
        FROM pace, LATERAL (VALUES
          ('mint', 0, mint_at, ${rates.mint}::float8),
          ('interactive', 1, interactive_at, ${rates.interactive}::float8),
          ('background', 2, background_at, ${rates.background}::float8)
        ) AS named(name, place, free_at, rate)
        WHERE rate > 0
      ), taken AS (
        SELECT *, is_idle OR (place >= ${own}::int AND extract(epoch FROM turn - now) <= ${longest}::float8) AS is_taken
        FROM lane
        WHERE CASE WHEN ${lent} THEN place < ${own}::int ELSE place >= ${own}::int OR is_idle END
        ORDER BY turn, place = ${own}::int DESC, place DESC LIMIT 1
      )
      UPDATE aws_pace SET
        mint_at = CASE WHEN is_taken AND name = 'mint' THEN next_at ELSE mint_at END,
        interactive_at = CASE WHEN is_taken AND name = 'interactive' THEN next_at ELSE interactive_at END,
        background_at = CASE WHEN is_taken AND name = 'background' THEN next_at ELSE background_at END
      FROM taken WHERE instance = ${instance}
      RETURNING (extract(epoch FROM turn - now) * 1000)::float8 AS wait, is_taken AS "isTaken"`;

  return await asking("take a turn", async (db) => {
    const [turn] = await take(db);
    if (turn) return { waitMs: Math.ceil(turn.wait), isTaken: turn.isTaken };

    await db.prisma.$executeRaw`
      INSERT INTO aws_pace (instance, mint_at, interactive_at, background_at, slowed_at)
      VALUES (${instance}, now(), now(), now(), to_timestamp(0)) ON CONFLICT DO NOTHING`;
    const [first] = await take(db);
    // Still none: no lane above lends anything, with nothing kept for minting.
    return first
      ? { waitMs: Math.ceil(first.wait), isTaken: first.isTaken }
      : { waitMs: 250, isTaken: false };
  });
}

/**
 * Slows the pace after AWS answered 429; it comes back by itself. Calls that were under way together are throttled together:
 * what they report within a second counts once.
 */
export async function slowDown(instance: string): Promise<void> {
  await asking(
    "slow down",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE aws_pace SET
        slowed_at = now(),
        slowed_to = greatest(${slowestFactor}::float8,
          least(1, slowed_to + extract(epoch FROM now() - slowed_at) * ${recoveryPerSecond}::float8) * ${slowedFactor}::float8)
      WHERE instance = ${instance} AND slowed_at < now() - interval '1 second'`,
  );
}
