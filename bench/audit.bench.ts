/**
 * The record: what an event costs when it is chained, what a page of it costs when there are many, and how long it takes to check
 * and to take out all of it. Against PostgreSQL alone, all in one run, since the machine is no other's.
 *
 *   npm run bench -- audit [--rows=200000] [--seconds=5] [--writers=1,16,64,256]
 *
 * `--rows` events lie in twelve months, in a chain that holds. `unchained` writes the same columns into a table with the same
 * indexes, with a batcher of the same kind and without lock, head or digest; `one by one` does so without a batcher. Verification
 * and export run in processes of their own, whose largest memory is told.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { monthStart } from "@/lib/core/months";
import { eventLine } from "@/lib/core/record-line";
import { exportedEvents } from "@/lib/store/audit-export";
import { appendEvent } from "@/lib/store/audit-log";
import { auditPage } from "@/lib/store/audit-page";
import { closeStore } from "@/lib/store/open-store";
import { verifyStore } from "@/lib/store/verify-store";
import { accountOf, event } from "./audit-events";
import { fillRecord } from "./audit-fill";
import { joinStore, splitByMonth, startAuditStore } from "./audit-store";
import { isFlagged, numberFlag, percentile, rounded, table } from "./figures";
import { type Load, measure } from "./load";
import { batchedInsert, makeUnchained, singleInsert } from "./unchained";

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Whole-record work as a process of its own does it, which ends with a line of what it took. */
const wholes = {
  verify: async () => {
    const { faults } = await verifyStore();
    if (faults.length > 0) throw new Error(`The record does not hold: ${JSON.stringify(faults)}`);
  },
  export: async () => {
    let bytes = 0;
    for await (const events of exportedEvents({}, 0)) {
      for (const event of events) bytes += eventLine(event).length;
    }
    if (bytes === 0) throw new Error("Nothing was exported.");
  },
} as const;

type Whole = keyof typeof wholes;

async function asChild(what: Whole, url: string): Promise<void> {
  await joinStore(url);
  const began = performance.now();
  await wholes[what]();
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  say(JSON.stringify({ seconds, megabytes }));
  await closeStore();
}

async function whole(what: Whole, url: string): Promise<{ seconds: number; megabytes: number }> {
  const args = [process.argv[1] ?? "", `--child=${what}`, `--url=${url}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  const [code] = await exited;
  if (code !== 0) throw new Error(`${what} failed.`);
  return JSON.parse(lines.at(-1) ?? "");
}

function textFlag(name: string): string | null {
  return process.argv.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null;
}

async function timesOf(ask: (index: number) => Promise<unknown>, times = 60): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const began = performance.now();
    await ask(index);
    taken.push(performance.now() - began);
  }
  // The first few find neither plans nor pages warm; so do people, once.
  return taken.slice(5);
}

async function main(): Promise<void> {
  const rows = numberFlag("rows", 200_000);
  const seconds = numberFlag("seconds", 5);
  const writers = (textFlag("writers") ?? "1,16,64,256").split(",").map(Number);
  const now = new Date();
  const store = await startAuditStore();
  await splitByMonth(store, 12, now);

  const fillBegan = performance.now();
  await fillRecord(store, rows, monthStart(now, -11), new Date(now.getTime() - 60_000));
  const fillSeconds = (performance.now() - fillBegan) / 1000;
  const [size] = await store.query<{ megabytes: number }>(
    `SELECT (sum(pg_total_relation_size(relid)) / 1048576)::int AS megabytes FROM pg_partition_tree('audit_event')`,
  );

  const verified = await whole("verify", store.url);
  const exported = isFlagged("no-export") ? null : await whole("export", store.url);

  const middle = Math.floor(rows / 2);
  const since = new Date(now.getTime() - 30 * 86_400_000).toISOString();
  const place = (index: number) => ({ before: 1 + ((index * 7_919) % rows), limit: 50 });
  const newest = { before: null, limit: 50 };
  const reads = {
    "newest 50": (_: number) => auditPage({}, newest),
    "50 anywhere": (index: number) => auditPage({}, place(index)),
    "an account, newest 50": (index: number) => auditPage({ accountId: accountOf(index) }, newest),
    "an account, from the middle": (index: number) =>
      auditPage({ accountId: accountOf(index) }, { before: middle, limit: 50 }),
    "a key": (index: number) =>
      auditPage({ accessKeyId: `ASIA${String(index + 1).padStart(16, "0")}` }, newest),
    "a text of many, 30 days": (index: number) =>
      auditPage({ text: `person.${index}@`, from: since }, newest),
    "a text of none, 30 days": (index: number) =>
      auditPage({ text: `nobody.${index}@`, from: since }, newest),
  };
  const reading: { what: string; p50: number; p95: number }[] = [];
  for (const [what, ask] of Object.entries(reads)) {
    const taken = await timesOf(ask as (index: number) => Promise<unknown>);
    reading.push({ what, p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) });
  }
  const p95 = (what: keyof typeof reads) => reading.find((each) => each.what === what)?.p95 ?? Number.NaN;

  await makeUnchained(store);
  const subjects = {
    chained: () => appendEvent(event(Date.now())),
    unchained: batchedInsert(),
    "one by one": singleInsert,
  };
  const loads = new Map<string, Load>();
  const writing = [];
  for (const atOnce of writers) {
    for (const [what, ask] of Object.entries(subjects)) {
      const load = await measure(atOnce, seconds, ask as () => Promise<unknown>);
      loads.set(`${what} ${atOnce}`, load);
      writing.push({
        writers: atOnce,
        what,
        "events/s": rounded(load.perSecond),
        "p50 (ms)": rounded(load.p50, 1),
        "p99 (ms)": rounded(load.p99, 1),
        failed: load.failed,
      });
    }
  }
  const aimedAt = writers.includes(64) ? 64 : (writers.at(-1) ?? 1);
  const [chained, unchained] = [loads.get(`chained ${aimedAt}`), loads.get(`unchained ${aimedAt}`)];

  say(
    `\n${rows} events, ${size?.megabytes} MB with indexes, filled in ${rounded(fillSeconds, 1)} s; PostgreSQL\n`,
  );
  say(table(writing));
  say(
    `\n${table(reading.map((each) => ({ ...each, p50: rounded(each.p50, 1), p95: rounded(each.p95, 1) })))}`,
  );
  say(
    `\nVerified in ${rounded(verified.seconds, 1)} s with ${rounded(verified.megabytes)} MB; ` +
      (exported
        ? `exported in ${rounded(exported.seconds, 1)} s with ${rounded(exported.megabytes)} MB.`
        : "not exported."),
  );
  say(
    `\n${JSON.stringify({
      rows,
      writers: aimedAt,
      eventsPerSecond: rounded(chained?.perSecond ?? null),
      ratioToUnchained: rounded((chained?.perSecond ?? Number.NaN) / (unchained?.perSecond ?? Number.NaN), 2),
      ackMsP99: rounded(chained?.p99 ?? null, 1),
      pageMsP95: rounded(Math.max(p95("newest 50"), p95("50 anywhere")), 1),
      filterMsP95: rounded(
        Math.max(p95("an account, newest 50"), p95("an account, from the middle"), p95("a key")),
        1,
      ),
      searchMsP95: rounded(Math.max(p95("a text of many, 30 days"), p95("a text of none, 30 days")), 1),
      verifyRowsPerSecond: rounded(rows / verified.seconds),
      verifyPeakMB: rounded(verified.megabytes),
      exportRowsPerSecond: exported && rounded(rows / exported.seconds),
      exportPeakMB: exported && rounded(exported.megabytes),
      fillSeconds: rounded(fillSeconds, 1),
      failed: [...loads.values()].reduce((sum, { failed }) => sum + failed, 0),
    })}`,
  );
  await store.stop();
}

const child = textFlag("child") as Whole | null;
await (child ? asChild(child, textFlag("url") ?? "") : main());
process.exit(0);
