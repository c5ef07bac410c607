/** The log: one JSON object a line on standard output. Details of failures go here and nowhere else. */

import "server-only";
import { PortalError, problemOf } from "@/lib/core/portal-error";

type Level = "info" | "warn" | "error";

/** JSON escapes C0; the rest that could dress up a line in a terminal is escaped here. */
const unprintable = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...fields });
  const safe = line.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  process.stdout.write(`${safe}\n`);
}

/**
 * Whoever read the log may be gone (`npm start | tee`). Without this each line would fail, be told of as a failure nobody caught,
 * in the log, and fail again, on and on.
 */
export function outliveLogReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

function causeOf(failure: unknown): string | undefined {
  if (!(failure instanceof Error) || !failure.cause) return undefined;
  // The name alone: a foreign error's text may hold what was sent.
  return failure.cause instanceof Error ? failure.cause.name : typeof failure.cause;
}

/** Where an unforeseen failure came from: frames alone, since its own text may hold what was sent. */
function framesOf(failure: Error): string[] {
  return (failure.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
}

/** Logs a failure once, where it is rendered. Our own failures say their detail; foreign ones their name and frames. */
export function logFailure(failure: unknown, fields: Record<string, unknown>): void {
  const code = problemOf(failure);
  if (code !== "unexpected" || failure instanceof PortalError) {
    const detail = failure instanceof Error ? failure.message : undefined;
    log("warn", "failed", { problem: code, detail, cause: causeOf(failure), ...fields });
    return;
  }
  const known = failure instanceof Error ? { name: failure.name, frames: framesOf(failure) } : {};
  log("error", "failed", { problem: code, ...known, cause: causeOf(failure), ...fields });
}
