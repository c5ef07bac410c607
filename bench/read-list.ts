/** Reads a person's list as the page does, and says when what was there. */

import { get } from "node:http";
import type { HttpPerson } from "@/e2e/http-person";
import type { AccessLine } from "@/lib/core/access";

export type Reading = {
  /** Milliseconds from the request to what the store knew, whole. Null: it never came. */
  keptMs: number | null;
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

type Piece = { at: number; bytes: Buffer };

/** Lines with the time at which each was there, whole. */
function linesOf(pieces: readonly Piece[]): Said[] {
  const said: Said[] = [];
  let rest = Buffer.alloc(0);
  for (const { at, bytes } of pieces) {
    const all = Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf("\n") + 1;
    const lines = all.toString("utf8", 0, end).split("\n").slice(0, -1);
    said.push(...lines.map((text) => ({ at, text })));
    rest = all.subarray(end);
  }
  return said;
}

/**
 * What comes within the time, and when. Nothing is done with it yet: each reader's own machine would, and here two hundred share one
 * with what is measured.
 */
async function piecesOf(
  url: URL,
  cookie: string,
  longestMs: number,
): Promise<{ ok: boolean; pieces: Piece[] }> {
  const pieces: Piece[] = [];
  return await new Promise((done, fail) => {
    const asked = get(url, { headers: { cookie }, agent: false }, (response) => {
      const ok = response.statusCode === 200;
      const end = () => done({ ok, pieces });
      response.on("data", (bytes: Buffer) => pieces.push({ at: performance.now(), bytes }));
      response.once("close", end);
      // Whoever leaves hears that they left.
      response.on("error", () => undefined);
      if (longestMs !== Number.POSITIVE_INFINITY) setTimeout(() => asked.destroy(), longestMs).unref();
    });
    asked.on("error", fail);
  });
}

/** `url`: the portal's, or that of one of its replicas. */
export async function readList(
  person: HttpPerson,
  url: string,
  longestMs = Number.POSITIVE_INFINITY,
): Promise<Reading> {
  const began = performance.now();
  const { ok, pieces } = await piecesOf(new URL("/api/access", url), person.cookie(), longestMs);
  const read: Reading = {
    keptMs: null,
    keptRoles: 0,
    accountsMs: null,
    allMs: null,
    accounts: 0,
    roles: 0,
    errors: ok ? 0 : 1,
  };
  if (!ok) return read;

  const roles = new Map<string, number>();
  for (const { at, text } of linesOf(pieces)) {
    const line: AccessLine = JSON.parse(text);
    const ms = at - began;
    if (line.kind === "kept") {
      read.keptMs ??= ms;
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
