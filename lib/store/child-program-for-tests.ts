/** What the other process does: one thing, named by its first argument. */

import "server-only";
import { randomUUID } from "node:crypto";
import { locks } from "./advisory-locks";
import { appendEvent } from "./audit-log";
import { addUp } from "./audit-tally";
import { takeTurn } from "./aws-pace";
import { database } from "./database";
import { lockFolder } from "./folder-lock";
import { closeStore, openStore } from "./open-store";

const [task, argument = "", more = ""] = process.argv.slice(2);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const isAskedToEnd = new Promise<void>((resolve) => {
  process.stdin.on("end", resolve).resume();
});

/** So many writers, each with so many events one after another. Every one that is acknowledged is said. */
async function append(writers: number, events: number): Promise<void> {
  async function writer(): Promise<void> {
    for (let done = 0; done < events; done += 1) {
      const { seq, id } = await appendEvent({
        kind: "credentials.requested",
        detail: { format: "bash" },
        correlationId: randomUUID(),
      });
      say(`ack ${seq} ${id}`);
    }
  }
  await Promise.all(Array.from({ length: writers }, writer));
}

/** Takes the chain's lock as a writer does, and then does nothing for ever. */
async function hold(): Promise<void> {
  const { transact } = await database();
  await transact(async (sql) => {
    if (argument === "for ever") await sql.query("SET LOCAL idle_in_transaction_session_timeout = 0");
    await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.auditChain]);
    say("held");
    await isAskedToEnd;
  });
}

async function work(): Promise<void> {
  await openStore();
  say("open");
  if (task === "append") await append(Number(argument), Number(more));
  // So many events at a time, until there is nothing more; each time is said.
  if (task === "tally") while ((await addUp(Number(argument)))?.more) say("counted");
  if (task === "hold") await hold();
  if (task === "turns") {
    const pace = { perSecond: 12, reserve: 0.25, priority: "mint" } as const;
    await Promise.all(Array.from({ length: Number(more) }, () => takeTurn(argument, pace)));
  }
  say("done");
  await isAskedToEnd;
  await closeStore();
}

async function lock(): Promise<void> {
  const held = await lockFolder(argument);
  say("open");
  await isAskedToEnd;
  held.release();
}

try {
  await (task === "lock" ? lock() : work());
} catch (failure) {
  say(`refused ${failure instanceof Error ? failure.message : failure}`);
}
process.exit();
