/** A portal with a past: months of counts behind its charts, and people who have just taken something. On PostgreSQL. */

import { httpSignIn } from "./http-person";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { test as base, type World } from "./stories";

export const test = base.extend<object, { postgres: Postgres }>({
  postgres: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
    async ({}, use) => {
      const postgres = await startPostgres(adminUrl ?? "");
      await use(postgres);
      await postgres.drop();
    },
    { scope: "worker" },
  ],
  settings: [async ({ postgres }, use) => use({ DATABASE_URL: postgres.url }), { scope: "worker" }],
});

type Taken = { instance: string; accountId: string; role: string; name: string };

/** Roles that the person sees, with what their accounts are called: those that are known, and those that come. */
async function rolesOf(person: Awaited<ReturnType<typeof httpSignIn>>): Promise<Taken[]> {
  const lines = (await (await person.get("/api/access")).text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const names = new Map<string, string>();
  const told: { instance: string; accountId: string; roles: string[] }[] = [];
  for (const line of lines) {
    for (const { accountId, name, roles } of line.accounts ?? []) {
      names.set(accountId, name);
      told.push({ instance: line.instance, accountId, roles: roles ?? [] });
    }
    if (line.kind === "roles") told.push({ ...line, roles: line.roles ?? [] });
  }
  return told.flatMap(({ instance, accountId, roles }) =>
    roles.map((role) => ({ instance, accountId, role, name: names.get(accountId) ?? "" })),
  );
}

/** Signs in without a browser and takes keys for as many roles, each in another account, those first whose account matches. */
export async function takeKeys(world: World, login: string, count: number, first = /./): Promise<Taken[]> {
  const person = await httpSignIn(world.portal.url, login);
  const byAccount = new Map((await rolesOf(person)).map((role) => [role.accountId, role]));
  const sorted = [...byAccount.values()].sort(
    (one, other) => Number(first.test(other.name)) - Number(first.test(one.name)),
  );
  const taken = sorted.slice(0, count);
  if (taken.length < count) throw new Error(`${login} has no ${count} accounts.`);
  for (const { instance, accountId, role } of taken) {
    const answer = await person.post("/api/credentials", { instance, accountId, role, format: "bash" });
    if (answer.status !== 200) throw new Error(`No keys: ${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
  }
  return taken;
}

/**
 * Counts of the last `days` days before this hour, busy in the hours of work, quiet at weekends: the same each time. About the accounts,
 * roles and people that are on record.
 */
export function addCounts({ sql }: Postgres, days: number): void {
  sql(`
    INSERT INTO audit_cursor (name, seq, state) VALUES ('tally', 0, '{"version":1}')
      ON CONFLICT (name) DO UPDATE SET state = EXCLUDED.state;
    WITH hours AS (
      SELECT hour, extract(isodow FROM hour) AS day, extract(hour FROM hour) AS clock
      FROM generate_series(date_trunc('hour', now()) - interval '${days} days', date_trunc('hour', now()) - interval '1 hour',
        interval '1 hour') AS hour
    ), busy AS (
      SELECT hour, greatest(0, (CASE WHEN day > 5 THEN 0.12 ELSE 1 END)
        * (14 * exp(-((clock - 10) ^ 2) / 8) + 11 * exp(-((clock - 15) ^ 2) / 9) + 0.6)
        * (0.55 + (abs(hashtext(hour::text)) % 100) / 110.0)) AS much
      FROM hours
    ), sorts AS (
      SELECT hour, what, round((much * share)::numeric)::int AS count FROM busy,
        (VALUES ('keys', 0.7), ('machine-keys', 0.45), ('consoles', 0.5), ('sign-ins', 0.3), ('refusals', 0.03), ('failures', 0.012)) AS sort (what, share)
    ), subjects AS (
      SELECT 'all' AS subject, '' AS key, 1.0 AS part
      UNION ALL
      SELECT 'account', key, 1.0 / (1 + row_number() OVER (ORDER BY key))
      FROM (SELECT DISTINCT instance || '/' || account_id AS key FROM audit_event WHERE account_id IS NOT NULL) AS accounts
      UNION ALL
      SELECT 'role', role, 1.0 / (1 + row_number() OVER (ORDER BY role))
      FROM (SELECT DISTINCT role FROM audit_event WHERE role IS NOT NULL) AS roles
      UNION ALL
      SELECT 'person', id::text, 1.0 / (1 + row_number() OVER (ORDER BY name)) FROM person
    )
    INSERT INTO audit_tally (subject, hour, what, key, count)
    SELECT subject, hour, what, key, ceil(count * part)::int FROM sorts, subjects WHERE count > 0
    ON CONFLICT DO NOTHING`);
}
