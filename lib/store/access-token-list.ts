/** Access tokens as people look at them: a person's own, and everybody's for administrators. */

import "server-only";
import { z } from "zod";
import type { MadeBy } from "@/lib/core/access-token";
import { Grant } from "@/lib/core/grant";
import type { NewToken, OwnedToken, ShownToken } from "@/lib/core/shown-token";
import { asking } from "./database";
import type { Prisma } from "./generated/client";
import { storable } from "./storable";
import { fingerprintOfHash } from "./token-fingerprint";

const columns = {
  id: true,
  hash: true,
  name: true,
  grants: true,
  networks: true,
  hourly: true,
  madeBy: true,
  madeAddress: true,
  madeClient: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  revokedWhy: true,
  lastUsedAt: true,
  lastUsedAddress: true,
  lastUsedClient: true,
} as const satisfies Prisma.AccessTokenSelect;

type Row = Prisma.AccessTokenGetPayload<{ select: typeof columns }>;

const Scopes = z.array(Grant).nullable();
/** A newer version of the portal may know more ways. */
const MadeByOf = z.custom<MadeBy>((way) => typeof way === "string");

function endOf({ revokedAt, revokedWhy, expiresAt }: Row, now: Date): ShownToken["ended"] {
  if (revokedAt) return { at: revokedAt.toISOString(), why: revokedWhy ?? "" };
  return expiresAt <= now ? { at: expiresAt.toISOString(), why: "expired" } : null;
}

function shown(row: Row, now: Date): ShownToken {
  const { id, name, networks, hourly, lastUsedAt } = row;
  const address = row.lastUsedAddress ?? "";
  const client = row.lastUsedClient ?? "";
  return {
    id,
    name,
    networks,
    hourly,
    grants: Scopes.parse(row.grants),
    madeBy: MadeByOf.parse(row.madeBy),
    made: { at: row.createdAt.toISOString(), address: row.madeAddress, client: row.madeClient },
    lastUse: lastUsedAt && { at: lastUsedAt.toISOString(), address, client },
    expiresAt: row.expiresAt.toISOString(),
    fingerprint: fingerprintOfHash(row.hash),
    ended: endOf(row, now),
  };
}

/** Newest first, ended ones among them as long as they are kept. */
export async function tokensOf(personId: string, limit: number): Promise<ShownToken[]> {
  const now = new Date();
  const rows = await asking("read a person's access tokens", ({ prisma }) =>
    prisma.accessToken.findMany({
      where: { personId },
      orderBy: { createdAt: "desc" },
      take: limit,
      select: columns,
    }),
  );
  return rows.map((row) => shown(row, now));
}

/** Everybody's that live, newest first; with `person` only of those whose name or e-mail address has that text in it. */
export async function livingTokens(person: string | null, limit: number): Promise<OwnedToken[]> {
  const now = new Date();
  // What somebody types is text, not a pattern.
  const part = person && {
    contains: storable(person).replaceAll(/[\\%_]/g, "\\$&"),
    mode: "insensitive" as const,
  };
  const rows = await asking("read living access tokens", ({ prisma }) =>
    prisma.accessToken.findMany({
      where: {
        revokedAt: null,
        expiresAt: { gt: now },
        ...(part && { person: { OR: [{ name: part }, { email: part }] } }),
      },
      orderBy: { createdAt: "desc" },
      take: limit,
      select: { ...columns, person: { select: { id: true, name: true, email: true } } },
    }),
  );
  return rows.map(({ person: owner, ...row }) => ({ ...shown(row, now), owner }));
}

/** Living tokens made since that time of which the person has not said that they know them, newest first. */
export async function unacknowledgedTokens(personId: string, since: Date): Promise<NewToken[]> {
  const now = new Date();
  const rows = await asking("read new access tokens", ({ prisma }) =>
    prisma.accessToken.findMany({
      where: {
        personId,
        acknowledgedAt: null,
        createdAt: { gt: since },
        revokedAt: null,
        expiresAt: { gt: now },
      },
      orderBy: { createdAt: "desc" },
      select: columns,
    }),
  );
  return rows.map((row) => {
    const { id, name, madeBy, made } = shown(row, now);
    return { id, name, madeBy, made };
  });
}

/** Harmless for a token that is somebody else's: nothing happens. */
export async function acknowledgeToken(personId: string, id: string): Promise<void> {
  await asking("acknowledge access token", ({ prisma }) =>
    prisma.accessToken.updateMany({
      where: { id, personId, acknowledgedAt: null },
      data: { acknowledgedAt: new Date() },
    }),
  );
}
