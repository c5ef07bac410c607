/** `npm run db:maintain [-- --months=3]`: makes the record's tables of the coming months, under the role that owns them. */

import { env, stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { maintainRecord, monthsAhead } from "@/lib/store/maintain-record";

const { DATABASE_MIGRATION_URL, DATABASE_URL } = env;
const url = DATABASE_MIGRATION_URL || DATABASE_URL;

function say(line: string): void {
  stdout.write(`${line}\n`);
}

function monthsOf(value: string | undefined): number {
  const months = Number(value ?? monthsAhead);
  if (Number.isInteger(months) && months >= 1 && months <= 24) return months;
  throw new Error("--months takes a whole number from 1 to 24.");
}

try {
  const { values } = parseArgs({ options: { months: { type: "string" } } });
  if (!url) throw new Error("Set DATABASE_MIGRATION_URL to the database, as the role that owns the tables.");
  const made = await maintainRecord(url, { months: monthsOf(values.months) });
  say(made.length > 0 ? `Made ${made.join(", ")}.` : "The record has its tables for the coming months.");
} catch (failure) {
  stderr.write(`${failure instanceof Error ? failure.message : failure}\n`);
  process.exitCode = 1;
}
