/** Where a sign-in leads back to: a page of ours, never an address of somebody else's choosing. */

import "server-only";
import { localPath } from "@/lib/core/local-path";
import { env } from "@/lib/env";

/** A cookie holds it for the time of a sign-in, and browsers drop cookies beyond 4 kB. */
const longest = 1000;

/** Pages that are about signing in, and doors that are no pages: whoever came back there would be lost. */
const notBackTo = /^\/(api|sign-in|signed-out)(\/|\?|$)/;

/** Also takes a whole address on PORTAL_URL, as next-auth makes them. Whatever leads elsewhere becomes "/". */
export function returnPath(wanted: string | null | undefined): string {
  const { PORTAL_URL } = env();
  const path = localPath(wanted?.startsWith(`${PORTAL_URL}/`) ? wanted.slice(PORTAL_URL.length) : wanted);
  return path.length > longest || notBackTo.test(path) ? "/" : path;
}
