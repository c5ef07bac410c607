/** One person's list never appears to another: many people at once, on two replicas, by every transport. */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { companyAccounts } from "@/sandbox/company-accounts";
import { crowdGrants } from "@/sandbox/crowd";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { type HttpPerson, httpSignIn } from "./http-person";
import { freePort, type PortalProcess, startPortal } from "./portal-process";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { control, secretForTests } from "./stories";

const people = 50;
const requestsEach = 200;
const accountsEach = 8;
/** Large enough that no two have an account in common. */
const companySize = people * accountsEach;

/** Of one request, where the machine has too much to do. */
const mostTries = 100;

/** What one person has on the way at the same time. */
const atOnceEach = 2;

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

function idsOf(login: string): ReadonlySet<string> {
  return new Set(crowdGrants(login, companyAccounts(companySize)).map(({ accountId }) => accountId));
}

type Transport = "page" | "rsc" | "list";

/** What is seen in any answer is looked at, also in one that says that there is too much to do. */
type Answer = { text: string; isBusy: boolean };

/** Null where the connection ended before the answer did. */
async function answerTo(url: URL, init: RequestInit): Promise<{ status: number; text: string } | null> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

async function ask(replica: PortalProcess, person: HttpPerson, transport: Transport): Promise<Answer> {
  const headers = { cookie: person.cookie(), ...(transport === "rsc" ? { rsc: "1" } : {}) };
  const path = { page: "/", rsc: "/?_rsc=1", list: "/api/access" }[transport];
  const answer = await answerTo(new URL(path, replica.url), {
    headers,
    // Next sends its own transport on to the address that fits its headers.
    redirect: transport === "rsc" ? "follow" : "manual",
  });
  // A kept connection may end just as it is used once more; a browser asks again by itself.
  if (answer === null) return { text: "", isBusy: true };
  const { status, text } = answer;
  // A machine with too much to do says so, a page under Next's own status; whose data is in an answer is what is asked here.
  const isBusy = status === 503 || text.includes("store-unavailable@");
  if (!isBusy && status !== 200) throw new Error(`${transport} answered ${status}: ${text.slice(0, 200)}`);
  return { text, isBusy };
}

/** Everything in an answer that belongs to one person alone: account ids, and names and addresses of people. */
function marksIn(text: string): { ids: string[]; logins: string[] } {
  return {
    ids: [...new Set(text.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])],
    logins: [...new Set(text.match(/crowd-\d+-\d+/g) ?? [])],
  };
}

async function askManyTimes(
  login: string,
  person: HttpPerson,
  replicas: readonly PortalProcess[],
  known: ReadonlySet<string>,
): Promise<{ foreign: string[]; seen: Record<Transport, number> }> {
  const own = idsOf(login);
  const foreign: string[] = [];
  const seen = { page: 0, rsc: 0, list: 0 };
  let next = 0;
  async function askAt(place: number, tries = 1): Promise<void> {
    const transport = (["page", "rsc", "list"] as const)[place % 3] ?? "page";
    const replica = replicas[Math.floor(place / 3) % replicas.length];
    if (!replica) throw new Error("There is no such replica.");
    const { text, isBusy } = await ask(replica, person, transport);
    const { ids, logins } = marksIn(text);
    foreign.push(...ids.filter((id) => known.has(id) && !own.has(id)));
    foreign.push(...logins.filter((one) => one !== login));
    if (ids.some((id) => own.has(id))) seen[transport] += 1;
    if (!isBusy) return;
    if (tries === mostTries) throw new Error(`${replica.url} does not come to answer ${transport}`);
    await pause(500 + Math.random() * 1000);
    await askAt(place, tries + 1);
  }
  async function worker(): Promise<void> {
    while (next < requestsEach) await askAt(next++);
  }
  await Promise.all(Array.from({ length: atOnceEach }, worker));
  return { foreign, seen };
}

test("fifty people with two hundred requests each see their own accounts, and nobody else's", async () => {
  // It took four minutes on two cores that had much else to do.
  test.setTimeout(800_000);
  const [first, second] = [await freePort(), await freePort()];
  const portalUrl = `http://localhost:${first}`;
  const sandbox: Sandbox = await startSandbox({ portalUrl, accounts: companySize });
  await control(sandbox, "options", { requestsPerSecond: 0 });
  const postgres: Postgres = await startPostgres(adminUrl ?? "");
  const settings = {
    ...sandbox.environment,
    PORTAL_URL: portalUrl,
    PORTAL_SECRET: secretForTests,
    DATABASE_URL: postgres.url,
    AWS_REQUESTS_PER_SECOND: "20",
  };
  const replicas = [await startPortal(first, settings), await startPortal(second, settings)];
  try {
    const logins = Array.from({ length: people }, (_, place) => `crowd-${place}-${accountsEach}`);
    const known = new Set(logins.flatMap((login) => [...idsOf(login)]));
    expect(known.size).toBe(companySize);
    const persons = await Promise.all(logins.map((login) => httpSignIn(portalUrl, login)));
    const results = await Promise.all(
      persons.map((person, place) => askManyTimes(logins[place] ?? "", person, replicas, known)),
    );
    expect(results.flatMap(({ foreign }) => foreign)).toEqual([]);
    // An answer with nothing in it would hold nothing foreign either.
    for (const { seen } of results) {
      expect(seen.list).toBeGreaterThan(requestsEach / 4);
      expect(seen.page).toBeGreaterThan(requestsEach / 10);
      expect(seen.rsc).toBeGreaterThan(requestsEach / 10);
    }
  } finally {
    await Promise.all(replicas.map((replica) => replica.end("SIGKILL")));
    await sandbox.close();
    await postgres.drop();
  }
});
