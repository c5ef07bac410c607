/** What AWS answers whenever it makes an Identity Center token, whichever way the token was asked for. */

import "server-only";

import { decodeJwt } from "jose";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import type { Operation } from "@/lib/aws/errors";

export type IdentityCenterToken = {
  accessToken: string;
  /** Null where AWS lets nobody renew it: then the next token is made as the first one was. */
  refreshToken: string | null;
  expiresAt: Date;
  /** By which id Identity Center knows the person. Null where AWS does not tell. */
  userId: string | null;
};

/** What a header and a sealed row can hold. */
export const Opaque = z.string().regex(/^[\x21-\x7e]+$/);

const Answer = z.object({
  accessToken: Opaque,
  refreshToken: Opaque.nullish(),
  idToken: z.unknown().optional(),
  /** Seconds. */
  expiresIn: z
    .number()
    .positive()
    .max(366 * 24 * 3600),
});

/** A UUID, after ten digits of the store's where it is one of the older ones (Identity Store, ResourceId). */
const userIdShape = /^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whom AWS's id_token is about. Its signature adds nothing: it came straight from AWS, and nobody is let in by it. Without
 * one that can be read the token beside it is as good.
 */
function userIdIn(idToken: unknown): string | null {
  try {
    const { sub } = decodeJwt(String(idToken));
    // Claims are decoded, and not looked at.
    return typeof sub === "string" && userIdShape.test(sub) ? sub : null;
  } catch {
    return null;
  }
}

/**
 * The token, checked. `askedAt`, in milliseconds since 1970, is from before the call, so that the token never counts
 * as valid for longer than it is. Throws `aws-malformed`.
 */
export function tokenOf(operation: Operation, askedAt: number, answer: unknown): IdentityCenterToken {
  const { accessToken, refreshToken, expiresIn, idToken } = answerOf(operation, Answer, answer);
  const expiresAt = new Date(askedAt + expiresIn * 1000);
  return { accessToken, refreshToken: refreshToken ?? null, expiresAt, userId: userIdIn(idToken) };
}
