/**
 * The record added up by the hour. Counts and cursor move in one transaction, and the cursor's row is its lock: each event is
 * counted once, whoever counts, wherever they are killed. The only file that knows what an event counts as.
 */

import "server-only";
import { tallyVersion } from "@/lib/core/tally";
import { asking } from "./database";
import type { Sql } from "./database-kind";

type Place = { seq: string; version: string | null };

/** Null where another process is counting. */
async function takePlace(sql: Sql): Promise<Place | null> {
  await sql.query("INSERT INTO audit_cursor (name, seq) VALUES ('tally', 0) ON CONFLICT DO NOTHING");
  const [place] = await sql.query<Place>(
    "SELECT seq::text, state->>'version' AS version FROM audit_cursor WHERE name = 'tally' FOR UPDATE SKIP LOCKED",
  );
  return place ?? null;
}

/**
 * Keys that are handed out again count for nothing: they are the same keys. A flood of refusals is one event that says how many. Quotes within a name are written with a backslash, so
 * no name can look like a field. A text that somebody spoiled still counts, by its columns.
 */
const count = `
  WITH batch AS MATERIALIZED (
    SELECT seq, date_trunc('hour', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS hour,
      CASE
        WHEN kind = 'credentials.issued' AND text LIKE '%"reused":true%' THEN NULL
        WHEN kind = 'credentials.issued' AND (text LIKE '%"machine":"%' OR text LIKE '%"tokenFingerprint":"%')
          THEN 'machine-keys'
        WHEN kind = 'credentials.issued' THEN 'keys'
        WHEN kind = 'console.opened' THEN 'consoles'
        WHEN kind = 'sign-in.succeeded' THEN 'sign-ins'
        WHEN outcome = 'refused' THEN 'refusals'
        WHEN outcome IN ('failed', 'unknown') THEN 'failures'
      END AS what,
      CASE WHEN kind = 'refusals.counted'
        THEN least(1000000, coalesce(substring(text FROM '"count":([0-9]{1,9})[,}]')::int, 1)) ELSE 1
      END AS many,
      instance || '/' || account_id AS account, role, person_id::text AS person
    FROM audit_event WHERE seq > $1::bigint ORDER BY seq LIMIT $2
  ), counted AS (
    INSERT INTO audit_tally (subject, hour, what, key, count)
    SELECT about.subject, hour, what, about.key, sum(many)
    FROM batch CROSS JOIN LATERAL
      (VALUES ('all', ''), ('account', account), ('role', role), ('person', person)) AS about (subject, key)
    WHERE what IS NOT NULL AND about.key IS NOT NULL
    GROUP BY about.subject, hour, what, about.key
    ON CONFLICT (subject, hour, what, key) DO UPDATE
      SET count = least(2000000000, audit_tally.count::bigint + EXCLUDED.count)
  )
  SELECT count(*)::int AS events, max(seq)::text AS last FROM batch`;

async function countOn(sql: Sql, { seq }: Place, limit: number): Promise<number> {
  const [done] = await sql.query<{ events: number; last: string | null }>(count, [seq, limit]);
  await sql.query(
    `UPDATE audit_cursor SET seq = coalesce($1::bigint, seq), failures = 0, problem = NULL, tried_at = now(),
       moved_at = CASE WHEN $1::bigint IS NULL THEN moved_at ELSE now() END
     WHERE name = 'tally'`,
    [done?.last ?? null],
  );
  return done?.events ?? 0;
}

/**
 * Counts that were made in another way, or before the cursor was taken away, go a part at a time; when none is left, counting begins
 * at the record's beginning. What is older than the record stays: nobody could count it again.
 */
async function clearSome(sql: Sql, limit: number): Promise<number> {
  const [cleared] = await sql.query<{ rows: number }>(
    `WITH gone AS (
       DELETE FROM audit_tally WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM audit_tally WHERE hour >= (
           SELECT date_trunc('hour', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' FROM audit_event ORDER BY seq LIMIT 1
         ) LIMIT $1
       )) RETURNING 1
     )
     SELECT count(*)::int AS rows FROM gone`,
    [limit],
  );
  if (cleared?.rows) return cleared.rows;
  const state = JSON.stringify({ version: tallyVersion });
  await sql.query("UPDATE audit_cursor SET seq = 0, state = $1::jsonb WHERE name = 'tally'", [state]);
  return 0;
}

/** `more`: there is more to do at once. Null where another process is at it. */
export async function addUp(limit: number): Promise<{ more: boolean } | null> {
  return await asking("add up the record", ({ transact }) =>
    transact(async (sql) => {
      const place = await takePlace(sql);
      if (!place) return null;
      if (place.version !== String(tallyVersion)) {
        await clearSome(sql, limit);
        return { more: true };
      }
      return { more: (await countOn(sql, place, limit)) === limit };
    }),
  );
}
