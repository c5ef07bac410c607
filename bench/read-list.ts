/** Reads a person's list as the page does, and says when what was there. */

import { setTimeout as pause } from "node:timers/promises";
import type { HttpPerson } from "@/e2e/http-person";
import type { AccessLine } from "@/lib/core/access";

export type Reading = {
  /** Milliseconds from the request to what the store knew, whole. */
  keptMs: number;
  keptRoles: number;
  /** To the whole list of accounts, from the store or from AWS. */
  accountsMs: number | null;
  /** To the last account's roles. Null: not within the time. */
  allMs: number | null;
  accounts: number;
  roles: number;
  /** Lines that say that something failed. */
  errors: number;
};

type Said = { at: number; text: string };

/**
 * Lines with the time at which each was there, whole. What is in them is looked at later: each reader's own machine would, and here
 * two hundred share one with what is measured.
 */
async function linesOf(body: ReadableStream<Uint8Array>, longestMs: number): Promise<Said[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const said: Said[] = [];
  let rest = "";
  const late = pause(longestMs === Number.POSITIVE_INFINITY ? 2 ** 31 - 1 : longestMs, null, { ref: false });
  for (;;) {
    const piece = await Promise.race([reader.read(), late]);
    if (piece === null || piece.done) break;
    const lines = (rest + decoder.decode(piece.value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) said.push({ at: performance.now(), text });
  }
  await reader.cancel().catch(() => undefined);
  return said;
}

/** `replica`: another address of the same portal. */
export async function readList(
  person: HttpPerson,
  longestMs = Number.POSITIVE_INFINITY,
  replica?: string,
): Promise<Reading> {
  const began = performance.now();
  const response = replica
    ? await fetch(new URL("/api/access", replica), { headers: { cookie: person.cookie() } })
    : await person.get("/api/access");
  const read: Reading = {
    keptMs: 0,
    keptRoles: 0,
    accountsMs: null,
    allMs: null,
    accounts: 0,
    roles: 0,
    errors: response.ok ? 0 : 1,
  };
  if (!response.ok || !response.body) return read;

  const said = await linesOf(response.body, longestMs);
  const roles = new Map<string, number>();
  for (const { at, text } of said) {
    const line: AccessLine = JSON.parse(text);
    const ms = at - began;
    if (line.kind === "kept") {
      read.keptMs = ms;
      for (const account of line.accounts) {
        if (account.rolesAt) roles.set(account.accountId, account.roles?.length ?? 0);
      }
      read.keptRoles = [...roles.values()].reduce((sum, count) => sum + count, 0);
      if (line.accountsAt) read.accountsMs = ms;
    } else if (line.kind === "accounts" && line.complete) read.accountsMs ??= ms;
    else if (line.kind === "roles") roles.set(line.accountId, line.roles.length);
    else if (line.kind.endsWith("failed")) read.errors += 1;
    else if (line.kind === "end") read.allMs = ms;
  }
  read.accounts = roles.size;
  read.roles = [...roles.values()].reduce((sum, count) => sum + count, 0);
  return read;
}
