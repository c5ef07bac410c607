/**
 * Addresses that end in a grant: `/api/v1/container/main/111122223333/Developer`. AWS's clients can be told an address and a header and
 * nothing else, and some drop a query. What stands behind the door's name is data, and is led past Next's router, which would
 * redirect, decode or refuse some of it by rules of its own: a client does not follow a redirect with its token.
 */

import "server-only";
import { Grant } from "@/lib/core/grant";

/** The request hook leads whatever begins like one of them to the door itself. */
const doors = /^\/+api\/+v1\/+(container|process)(?=[/\\?#]|$)/;

/** The address that Next is to see. */
export function doorAddress(url: string): string {
  const name = doors.exec(url)?.[1];
  return name === undefined ? url : `/api/v1/${name}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/**
 * The grant in a requested path, each part literal or percent-encoded. Null for whatever else stands there: to whoever
 * asks, an address that cannot be and one that is not theirs look the same.
 */
export function grantInPath(path: string): Grant | null {
  const [, instance, accountId, role] =
    /^\/api\/v1\/[a-z]+\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path.replace(/[?#].*$/s, ""))?.map(decoded) ?? [];
  return Grant.safeParse({ instance, accountId, role }).data ?? null;
}
