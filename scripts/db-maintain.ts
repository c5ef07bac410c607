/**
 * `npm run db:maintain [-- --months=3] [--drop-before=2026-01 --export-to=DIR [--force]]`: makes the record's tables of the coming
 * months, and takes away old ones, under the role that owns them.
 */

import { env, stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { isMonth, monthOf, monthStart } from "@/lib/core/months";
import type { Removal } from "@/lib/store/drop-months";
import { type Maintained, maintainRecord, monthsAhead } from "@/lib/store/maintain-record";

const { DATABASE_MIGRATION_URL, DATABASE_URL, AUDIT_KEEP_MONTHS, AUDIT_EXPORT_DIR } = env;

const options = {
  months: { type: "string" },
  "drop-before": { type: "string" },
  "export-to": { type: "string" },
  force: { type: "boolean" },
} as const;

const { values } = parseArgs({ options });

/** The record may be kept as settings say, or as whoever runs this says. */
function removal(): Removal | undefined {
  const kept = AUDIT_KEEP_MONTHS ? monthOf(monthStart(new Date(), -Number(AUDIT_KEEP_MONTHS))) : undefined;
  const { "drop-before": before = kept, "export-to": folder = AUDIT_EXPORT_DIR, force = false } = values;
  if (before === undefined) return undefined;
  if (!isMonth(before)) throw new Error("--drop-before takes a month, such as --drop-before=2026-01.");
  if (!folder) throw new Error("Say with --export-to where the months go before they are taken away.");
  return { before, folder, force };
}

function monthsOf(value: string | undefined): number {
  const months = Number(value ?? monthsAhead);
  if (Number.isInteger(months) && months >= 1 && months <= 24) return months;
  throw new Error("--months takes a whole number from 1 to 24.");
}

function said({ made, removed }: Maintained): string[] {
  return [
    made.length > 0 ? `Made ${made.join(", ")}.` : "The record has its tables for the coming months.",
    ...removed.map(({ part, file }) =>
      file
        ? `Removed ${part}: events ${file.first} to ${file.last} are in ${file.path} (SHA-256 ${file.sha256}).`
        : `Removed ${part}, which held nothing.`,
    ),
  ];
}

try {
  const url = DATABASE_MIGRATION_URL || DATABASE_URL;
  if (!url) throw new Error("Set DATABASE_MIGRATION_URL to the database, as the role that owns the tables.");
  const maintained = await maintainRecord(url, { months: monthsOf(values.months), removal: removal() });
  stdout.write(`${said(maintained).join("\n")}\n`);
} catch (failure) {
  stderr.write(`${failure instanceof Error ? failure.message : failure}\n`);
  process.exitCode = 1;
}
