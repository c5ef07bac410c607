/** Whose roles are to be asked for, and in which order: what somebody looks at goes before what nobody has seen yet. */

import "server-only";
import { z } from "zod";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { longList } from "./long-list";

const Due = z.object({
  accountId: z.string(),
  /** `wanted`: somebody looks at it, or asked. `first`: AWS has not told its roles yet. `old`: told more than a day ago. */
  urgency: z.enum(["wanted", "first", "old"]),
});

export type DueAccount = Readonly<z.infer<typeof Due>>;

/** Not told since they were asked for again, in the same millisecond neither; or told some time before they were wanted. */
const isStale = Prisma.sql`(roles_at IS NULL OR roles_at <= asked_at OR roles_at < wanted_at - interval '5 minutes')`;

/** Notes that somebody sees, searches or uses these accounts now; `again`: and wants them read again, however fresh they are. */
export async function wantAccounts(
  personId: string,
  instance: string,
  accountIds: readonly string[],
  { again }: { again: boolean },
): Promise<void> {
  await asking(
    "want accounts",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH list AS (
        UPDATE inventory_refresh SET asked_at = asked_at
        WHERE person_id = ${personId}::uuid AND instance = ${instance}
        RETURNING person_id, instance
      )
      UPDATE inventory_account AS kept
      SET wanted_at = now(), asked_at = CASE WHEN ${again} THEN now() ELSE asked_at END
      FROM list
      WHERE kept.person_id = list.person_id AND kept.instance = list.instance
        AND kept.account_id = ANY (${[...accountIds]}::text[])`,
  );
}

/**
 * How long a person waits before everything of theirs may be asked for again, since it costs a call for each account: three in ten seconds
 * at most, as long as they go on asking. Seconds.
 */
const pauseOfAll = { least: 10, forEachAccount: 0.3 };

/**
 * Notes that somebody wants everything read again, with the list of accounts, however fresh it is. Answers 0; or, where they
 * asked for that lately, how long until they may, in milliseconds. Of several who ask at once, one is heard.
 */
export async function wantEverythingAgain(personId: string, instance: string): Promise<number> {
  const [answer] = await asking(
    "want everything again",
    ({ prisma }) =>
      prisma.$queryRaw<{ wait: number }[]>`
      WITH due AS (
        SELECT greatest(${pauseOfAll.least}::float8, count(*) * ${pauseOfAll.forEachAccount}::float8) AS pause
        FROM inventory_account WHERE person_id = ${personId}::uuid AND instance = ${instance}
      ), list AS (
        UPDATE inventory_refresh SET asked_at = now() FROM due
        WHERE person_id = ${personId}::uuid AND instance = ${instance}
          AND (asked_at IS NULL OR asked_at <= now() - make_interval(secs => pause))
        RETURNING person_id, instance
      ), noted AS (
        UPDATE inventory_account AS kept SET wanted_at = now(), asked_at = now()
        FROM list WHERE kept.person_id = list.person_id AND kept.instance = list.instance
      )
      SELECT CASE WHEN EXISTS (SELECT FROM list) THEN 0
        ELSE greatest(1, pause - coalesce(extract(epoch FROM now() - asked_at)::float8, 0)) END AS wait
      FROM due, inventory_refresh
      WHERE person_id = ${personId}::uuid AND instance = ${instance}`,
  );
  return Math.ceil((answer?.wait ?? 0) * 1000);
}

/** In the order in which they are to be read: what was wanted last comes first. */
export async function dueAccounts(personId: string, instance: string): Promise<DueAccount[]> {
  return await longList(
    "read due accounts",
    Due,
    Prisma.sql`
    WITH known AS (
      SELECT *, CASE
        WHEN wanted_at IS NOT NULL AND ${isStale} THEN 'wanted'
        WHEN roles_at IS NULL THEN 'first'
        WHEN roles_at < now() - interval '1 day' THEN 'old'
      END AS urgency
      FROM inventory_account WHERE person_id = ${personId}::uuid AND instance = ${instance}
    )
    SELECT account_id AS "accountId", urgency FROM known WHERE urgency IS NOT NULL
    ORDER BY array_position(ARRAY['wanted', 'first', 'old'], urgency),
      CASE WHEN urgency = 'wanted' THEN wanted_at END DESC,
      CASE WHEN urgency = 'old' THEN roles_at END,
      lower(name) COLLATE "C", account_id`,
  );
}

/** What became wanted at that time or later and is still to be read, the last first: for a reader that is at work. */
export async function wantedSince(personId: string, instance: string, since: Date): Promise<string[]> {
  const rows = await asking(
    "read wanted accounts",
    ({ prisma }) =>
      prisma.$queryRaw<{ accountId: string }[]>`
      SELECT account_id AS "accountId" FROM inventory_account
      WHERE person_id = ${personId}::uuid AND instance = ${instance} AND wanted_at >= ${since}::timestamptz AND ${isStale}
      ORDER BY wanted_at DESC, lower(name) COLLATE "C", account_id`,
  );
  return rows.map(({ accountId }) => accountId);
}
