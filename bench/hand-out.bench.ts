/**
 * What handing out keys costs on top of the call that it comes down to: the built portal's doors, against the bare SDK call and
 * against a Next route handler that makes it and does nothing else. All in one run, since the machine is no other's.
 *
 *   npm run bench -- hand-out [--seconds=5] [--latency=30] [--at-once=1,32,128]
 *
 * AWS answers after `--latency` milliseconds and takes any number of requests. So that AWS's quota does not stand before what is to be
 * measured, a trigger in this run's database has every turn come at once: the pace's row is asked as always, and nobody waits. The
 * container's door hands out kept keys, so it makes no call of its own: its overhead is what it takes longer than a call, and may be negative.
 */

import { httpSignIn, ownPage } from "@/e2e/http-person";
import { forget } from "@/lib/core/once";
import { database } from "@/lib/store/database";
import { closeStore, openStore } from "@/lib/store/open-store";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";
import { awsTokenOf, bareCall } from "./bare-call";
import { startBareRoute } from "./bare-route";
import { numberFlag, rounded, table } from "./figures";
import { door, type Load, measure } from "./load";
import { residentMegabytes, startWorld, type World } from "./world";

const seconds = numberFlag("seconds", 5);
const latencyMs = numberFlag("latency", 30);
const sizes = (process.argv.find((flag) => flag.startsWith("--at-once="))?.slice(10) ?? "1,32,128")
  .split(",")
  .map(Number);

/** The figures of the last line are of so many at once, as the aims are. */
const aimedAt = sizes.includes(32) ? 32 : (sizes.at(-1) ?? 1);

const login = "engineer";
const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
const role = "Developer";

async function everyTurnComesAtOnce(settings: Record<string, string>): Promise<void> {
  Object.assign(process.env, settings);
  forget("settings");
  await openStore();
  const { transact } = await database();
  await transact((sql) =>
    sql.run(`
      CREATE FUNCTION no_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.mint_at := now() - interval '1 second';
        NEW.interactive_at := NEW.mint_at;
        NEW.background_at := NEW.mint_at;
        RETURN NEW;
      END $$;
      CREATE TRIGGER no_waiting BEFORE INSERT OR UPDATE ON aws_pace FOR EACH ROW EXECUTE FUNCTION no_waiting()`),
  );
  await closeStore();
}

async function doorsOf(url: string) {
  const person = await httpSignIn(url, login);
  const wanted = { name: "bench", grants: "all", hours: 1, networks: [] };
  const made = (await (await person.post("/api/access-tokens", wanted)).json()) as { token: string };
  const copied = {
    method: "POST",
    headers: { ...ownPage(url), "content-type": "application/json", cookie: person.cookie() },
    body: JSON.stringify({ instance: "main", accountId, role, format: "bash" }),
  } as const;
  return {
    container: door(`${url}/api/v1/container/main/${accountId}/${role}`, {
      headers: { authorization: made.token },
    }),
    copy: door(`${url}/api/credentials`, copied),
  };
}

async function minted(world: World): Promise<number> {
  return (await world.calls()).GetRoleCredentials ?? 0;
}

const world = await startWorld({
  accounts: smallestCompany,
  replicas: 1,
  latencyMs,
  fill: everyTurnComesAtOnce,
});
await world.control("options", { answerDelayMs: latencyMs, requestsPerSecond: 0 });
const [portal] = world.portals;
if (!portal) throw new Error("There is no portal.");

const input = { accessToken: await awsTokenOf(login, world.settings), accountId, roleName: role };
const bareRoute = await startBareRoute(world.settings, input);
const doors = await doorsOf(portal.url);
const subjects = {
  "bare SDK call": bareCall(world.settings, input),
  "bare Next route": door(bareRoute.url),
  container: doors.container,
  copy: doors.copy,
};
type Subject = keyof typeof subjects;

const loads = new Map<string, Load>();
const rows = [];
let containerCalls = 0;
for (const atOnce of sizes) {
  for (const [subject, ask] of Object.entries(subjects)) {
    // Whatever is wrong is said before it is measured.
    await ask();
    const before = await minted(world);
    const load = await measure(atOnce, seconds, ask);
    if (subject === "container") containerCalls += (await minted(world)) - before;
    loads.set(`${subject} ${atOnce}`, load);
    rows.push({
      "at once": atOnce,
      what: subject,
      "p50 (ms)": rounded(load.p50, 1),
      "p99 (ms)": rounded(load.p99, 1),
      "per second": rounded(load.perSecond),
      failed: load.failed,
    });
  }
}

function at(subject: Subject): Load {
  return (
    loads.get(`${subject} ${aimedAt}`) ?? {
      p50: Number.NaN,
      p99: Number.NaN,
      perSecond: Number.NaN,
      failed: 0,
    }
  );
}

function perDoor(figure: (load: Load) => number | null) {
  return { container: figure(at("container")), copy: figure(at("copy")) };
}

const [sdk, route] = [at("bare SDK call"), at("bare Next route")];
console.log(`\nAWS answers after ${latencyMs} ms; ${world.store}; ${seconds} s each:\n`);
console.log(table(rows));
console.log(
  `\n${JSON.stringify({
    atOnce: aimedAt,
    latencyMs,
    store: world.store,
    overheadMsP50: perDoor(({ p50 }) => rounded(p50 - sdk.p50, 1)),
    overheadMsP99: perDoor(({ p99 }) => rounded(p99 - sdk.p99, 1)),
    overRouteMsP50: perDoor(({ p50 }) => rounded(p50 - route.p50, 1)),
    throughputRatioToBareRoute: perDoor(({ perSecond }) => rounded(perSecond / route.perSecond, 2)),
    perSecond: perDoor(({ perSecond }) => rounded(perSecond)),
    failed: [...loads.values()].reduce((sum, { failed }) => sum + failed, 0),
    callsOfTheContainersDoor: containerCalls,
    memoryMegabytes: residentMegabytes(portal),
  })}`,
);
bareRoute.process.kill("SIGKILL");
await world.stop();
process.exit(0);
