/** One-time tokens for the console's form: signed for one session, remembered only once spent. */

import "server-only";
import { randomBytes } from "node:crypto";
import { PortalError } from "@/lib/core/portal-error";
import { isSigned, sign } from "@/lib/store/seal";
import { spendToken } from "@/lib/store/spent-tokens";

const purpose = "console form";

/** A page may stay open for a working day; its session ends it earlier. */
const lifeMs = 12 * 60 * 60 * 1000;

function claim(sessionId: string, random: string, expires: string): string {
  return `${sessionId} ${random} ${expires}`;
}

/** `random.expires.signature`, all of it safe in a form. */
export function formToken(sessionId: string): string {
  const random = randomBytes(16).toString("base64url");
  const expires = String(Date.now() + lifeMs);
  return `${random}.${expires}.${sign(purpose, claim(sessionId, random, expires))}`;
}

/** Throws `page-outdated` for a token that is not of this session, too old, or spent before, on whichever replica. */
export async function spendFormToken(sessionId: string, token: string): Promise<void> {
  const [random = "", expires = "", signature = "", more] = token.split(".");
  const genuine = more === undefined && isSigned(purpose, claim(sessionId, random, expires), signature);
  if (!genuine || Number(expires) < Date.now())
    throw new PortalError("page-outdated", "a form token that is not valid");
  // Spent by what was signed: the signature itself can be written in more than one way.
  const first = await spendToken(claim(sessionId, random, expires), new Date(Number(expires)));
  if (!first) throw new PortalError("page-outdated", "a form token came twice");
}
