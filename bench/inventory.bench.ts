/**
 * How long people wait for their list: the built portal against an AWS that takes 20 requests a second and 30 ms for
 * each, our pace at its maximum.
 *
 *   npm run bench -- inventory [--sizes] [--accounts=1000] [--people=200] [--people-accounts=200] [--latency=30] [--window=30]
 *
 * `--accounts` (or SANDBOX_ACCOUNTS) is the company that the last line's figures are of; `--no-sizes` and `--no-crowd` leave out
 * the table of smaller companies and the crowd, `--only=kept` all but the crowd with known lists. On PostgreSQL, with two replicas,
 * where TEST_DATABASE_URL names one; else on PGlite.
 */

import { setTimeout as pause } from "node:timers/promises";
import { httpSignIn } from "@/e2e/http-person";
import { isFlagged, numberFlag, percentile, rounded, table } from "./figures";
import { fillLists } from "./fill-lists";
import { measureInBrowser } from "./in-browser";
import { type Reading, readList } from "./read-list";
import { residentMegabytes, startWorld, type World } from "./world";

/** What AWS allows for the whole instance. */
const quota = 20;

const smallest = 46;

/** At each replica, before a crowd is measured. */
const visitsOfADay = 1_000;
const visitsAtOnce = 5;

const accounts = numberFlag("accounts", Number(process.env.SANDBOX_ACCOUNTS || 1000));
const people = numberFlag("people", 200);
const accountsEach = numberFlag("people-accounts", 200);
const latencyMs = numberFlag("latency", 30);
const windowMs = numberFlag("window", 30) * 1000;

function floorMs(count: number): number {
  return ((Math.ceil(count / 100) + count) / quota) * 1000;
}

async function callsOf(world: World) {
  const calls = await world.calls();
  const { ListAccounts = 0, ListAccountRoles = 0, "over-quota": throttled = 0 } = calls;
  return { made: ListAccounts + ListAccountRoles, throttled };
}

/** One person's first and second visit. */
async function onePerson(count: number, withBrowser: boolean) {
  const world = await startWorld({ accounts: Math.max(count, smallest), replicas: 1, latencyMs });
  try {
    const [portal] = world.portals;
    if (!portal) throw new Error("There is no portal.");
    const person = await httpSignIn(portal.url, `crowd-0-${count}`);
    const first = await readList(person, portal.url);
    const calls = await callsOf(world);
    const second = await readList(person, portal.url);
    const row = {
      accounts: count,
      roles: first.roles,
      "accounts (ms)": rounded(first.accountsMs),
      "all roles (s)": rounded((first.allMs ?? Number.NaN) / 1000, 1),
      "floor (s)": rounded(floorMs(count) / 1000, 1),
      "x floor": rounded((first.allMs ?? Number.NaN) / floorMs(count), 2),
      calls: calls.made,
      "429": calls.throttled,
      "errors shown": first.errors + second.errors,
      "second visit (ms)": rounded(second.keptMs),
      "memory (MB)": residentMegabytes(portal),
    };
    if (!withBrowser) return { row, first, second, calls, seen: null, firstSeen: null };
    const seen = await measureInBrowser(portal.url, person, second.keptRoles);
    // A stranger's first visit, while nothing else asks.
    const other = await httpSignIn(portal.url, `crowd-1-${count}`);
    const firstSeen = await measureInBrowser(portal.url, other, null);
    return { row, first, second, calls, seen, firstSeen };
  } finally {
    await world.stop();
  }
}

function together(world: World, readings: readonly Reading[], ofLists: "kept" | "first") {
  const times = readings.map(
    ({ keptMs, accountsMs }) => (ofLists === "kept" ? keptMs : accountsMs) ?? Number.POSITIVE_INFINITY,
  );
  return {
    visit: ofLists === "kept" ? "known lists" : "first",
    store: world.store,
    replicas: world.portals.length,
    "list p50 (ms)": rounded(percentile(times, 0.5)),
    "list p95 (ms)": rounded(percentile(times, 0.95)),
    "list max (ms)": rounded(Math.max(...times)),
    "errors shown": readings.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/**
 * A portal that people come to at nine o'clock has been running since the day before: what each replica does often is compiled,
 * after as many visits as some hundred people make in a day. By somebody of the same company who is none of the crowd.
 */
async function warmUp({ portals }: World, login: string): Promise<void> {
  const [first] = portals;
  if (!first) return;
  const other = await httpSignIn(first.url, login);
  const visits = portals.flatMap(({ url }) => Array.from({ length: visitsAtOnce }, () => url));
  for (let visit = 0; visit < visitsOfADay; visit += visitsAtOnce) {
    await Promise.all(visits.map((url) => readList(other, url, 40)));
  }
  // What was left behind by it ends.
  await pause(2000);
}

/** Everybody at nine o'clock, for a while: with yesterday's lists, or with none. */
async function crowd(ofLists: "kept" | "first") {
  const companySize = 1000;
  const logins = Array.from({ length: people }, (_, place) => `crowd-${place}-${accountsEach}`);
  const other = `crowd-${people}-${accountsEach}`;
  const world = await startWorld({
    accounts: companySize,
    // The evaluation store takes one process.
    replicas: process.env.TEST_DATABASE_URL ? 2 : 1,
    latencyMs,
    ...(ofLists === "kept"
      ? {
          fill: (settings: Record<string, string>) =>
            fillLists({ logins: [...logins, other], companySize, settings }),
        }
      : {}),
  });
  try {
    const [first] = world.portals;
    if (!first) throw new Error("There is no portal.");
    const signedIn = [];
    for (const login of logins) signedIn.push(await httpSignIn(first.url, login));
    await warmUp(world, other);
    const before = await callsOf(world);
    const began = performance.now();
    const readings = await Promise.all(
      signedIn.map((person, place) =>
        readList(person, world.portals[place % world.portals.length]?.url ?? first.url, windowMs),
      ),
    );
    const seconds = (performance.now() - began) / 1000;
    const after = await callsOf(world);
    return {
      ...together(world, readings, ofLists),
      "calls/s": rounded((after.made - before.made) / seconds, 1),
      "429": after.throttled - before.throttled,
      "memory (MB)": Math.max(...world.portals.map(residentMegabytes)),
    };
  } finally {
    await world.stop();
  }
}

if (isFlagged("only=kept")) {
  console.log(table([await crowd("kept")]));
  process.exit(0);
}

const sizes = isFlagged("no-sizes") ? [] : [50, 200, 665].filter((size) => size < accounts);
const rows = [];
for (const size of sizes) rows.push((await onePerson(size, false)).row);
const { row, first, second, calls, seen, firstSeen } = await onePerson(accounts, !isFlagged("no-browser"));
console.log(`\nOne person, AWS at ${quota} requests a second and ${latencyMs} ms:\n`);
console.log(table([...rows, row]));

const crowds = isFlagged("no-crowd") ? [] : [await crowd("kept"), await crowd("first")];
if (crowds.length > 0) {
  console.log(
    `\n${people} people with ${accountsEach} accounts each, starting together, over ${windowMs / 1000} s:\n`,
  );
  console.log(table(crowds));
}

console.log(
  `\n${JSON.stringify({
    accounts,
    accountsOnScreenMs: rounded(firstSeen?.onScreenMs ?? first.accountsMs),
    accountsAnsweredMs: rounded(first.accountsMs),
    allRolesMs: rounded(first.allMs),
    allRolesRatioToFloor: rounded((first.allMs ?? Number.NaN) / floorMs(accounts), 3),
    secondVisitMs: rounded(second.keptMs),
    secondVisitOnScreenMs: rounded(seen?.onScreenMs ?? null),
    secondVisitCompleteInBrowserMs: rounded(seen?.completeMs ?? null),
    errorsShown: first.errors + second.errors + crowds.reduce((sum, one) => sum + one["errors shown"], 0),
    callsMade: calls.made,
    throttled: calls.throttled,
    firstKeystrokeMsP95: rounded(seen?.firstKeystrokeMsP95 ?? null, 1),
    keystrokeMsP95: rounded(seen?.keystrokeMsP95 ?? null, 1),
    scrollFrameMsP95: rounded(seen?.scrollFrameMsP95 ?? null, 1),
    people: crowds.length > 0 ? people : 0,
    crowdListMsMax: crowds[0]?.["list max (ms)"] ?? null,
    memoryMegabytes: row["memory (MB)"],
  })}`,
);
process.exit(0);
