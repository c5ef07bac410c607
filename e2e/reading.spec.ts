/** Reading a list on two replicas: one reads for both, a dead one's work goes on, and together they keep AWS's quota. */

import { expect, test } from "@playwright/test";
import type { AccessLine } from "@/lib/core/access";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { type HttpPerson, httpSignIn } from "./http-person";
import { freePort, type PortalProcess, startPortal } from "./portal-process";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { control, secretForTests } from "./stories";

type Replicas = { one: PortalProcess; two: PortalProcess; sandbox: Sandbox; end(): Promise<void> };

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

async function startReplicas(accounts: number, perSecond: string): Promise<Replicas> {
  const [first, second] = [await freePort(), await freePort()];
  const portalUrl = `http://localhost:${first}`;
  const sandbox = await startSandbox({ portalUrl, accounts });
  const postgres: Postgres = await startPostgres(adminUrl ?? "");
  const settings = {
    ...sandbox.environment,
    PORTAL_URL: portalUrl,
    PORTAL_SECRET: secretForTests,
    DATABASE_URL: postgres.url,
    AWS_REQUESTS_PER_SECOND: perSecond,
  };
  const [one, two] = [await startPortal(first, settings), await startPortal(second, settings)];
  return {
    one,
    two,
    sandbox,
    async end() {
      await Promise.all([one.end("SIGKILL"), two.end("SIGKILL")]);
      await sandbox.close();
      await postgres.drop();
    },
  };
}

/** The lines of a person's list as they come, until its end or until the replica is gone. */
async function* linesFrom(replica: PortalProcess, person: HttpPerson): AsyncGenerator<AccessLine> {
  const response = await fetch(new URL("/api/access", replica.url), { headers: { cookie: person.cookie() } });
  expect(response.status).toBe(200);
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const piece of response.body ?? []) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line);
    }
  } catch {
    // The replica died in the middle: what came is all there is.
  }
}

async function allLines(replica: PortalProcess, person: HttpPerson): Promise<AccessLine[]> {
  const all: AccessLine[] = [];
  for await (const line of linesFrom(replica, person)) all.push(line);
  return all;
}

/** Accounts whose roles these lines tell. */
function told(lines: readonly AccessLine[]): Set<string> {
  const ids = lines.flatMap((line) => {
    if (line.kind === "roles") return [line.accountId];
    return line.kind === "kept" ? line.accounts.filter((one) => one.rolesAt).map((one) => one.accountId) : [];
  });
  return new Set(ids);
}

async function callsOf(sandbox: Sandbox): Promise<Record<string, number>> {
  return (await control(sandbox, "calls")) as Record<string, number>;
}

test("a replica that is killed while it reads loses nothing: the other goes on where it was", async () => {
  test.setTimeout(120_000);
  const accounts = 120;
  const { one, two, sandbox, end } = await startReplicas(accounts, "20");
  try {
    const person = await httpSignIn(one.url, `crowd-0-${accounts}`);
    let seen = 0;
    for await (const line of linesFrom(one, person)) {
      if (line.kind === "roles") seen += 1;
      if (seen === 30) await one.end("SIGKILL");
    }
    expect(seen).toBeGreaterThanOrEqual(30);
    expect(seen).toBeLessThan(accounts);

    const lines = await allLines(two, person);
    expect(told(lines).size).toBe(accounts);
    expect(lines.filter(({ kind }) => kind.endsWith("failed"))).toEqual([]);
    expect(lines.at(-1)?.kind).toBe("end");
    // What was on its way when the replica died is asked for again, and nothing else.
    const { ListAccountRoles = 0 } = await callsOf(sandbox);
    expect(ListAccountRoles).toBeLessThanOrEqual(accounts + 16);
  } finally {
    await end();
  }
});

test("many people's first lists, read by two replicas together, stay under the quota, and nobody sees an error", async () => {
  test.setTimeout(180_000);
  const [people, each] = [25, 12];
  const { one, two, sandbox, end } = await startReplicas(people * each, "12");
  try {
    const logins = Array.from({ length: people }, (_, place) => `crowd-${place}-${each}`);
    const persons = await Promise.all(logins.map((login) => httpSignIn(one.url, login)));
    // Each has a tab at either replica.
    const lists = await Promise.all(
      persons.flatMap((person) => [allLines(one, person), allLines(two, person)]),
    );
    for (const lines of lists) {
      expect(lines.filter(({ kind }) => kind.endsWith("failed"))).toEqual([]);
      expect(told(lines).size).toBe(each);
    }
    const { ListAccountRoles, ListAccounts, "over-quota": refused = 0 } = await callsOf(sandbox);
    expect(refused).toBe(0);
    expect([ListAccountRoles, ListAccounts]).toEqual([people * each, people]);
  } finally {
    await end();
  }
});
