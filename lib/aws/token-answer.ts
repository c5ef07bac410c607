/** What AWS answers whenever it makes an Identity Center token, whichever way the token was asked for. */

import "server-only";

import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import type { Operation } from "@/lib/aws/errors";

export type IdentityCenterToken = {
  accessToken: string;
  /** Null where AWS lets nobody renew it: then the next token is made as the first one was. */
  refreshToken: string | null;
  expiresAt: Date;
};

/** What a header and a sealed row can hold. */
export const Opaque = z.string().regex(/^[\x21-\x7e]+$/);

const Answer = z.object({
  accessToken: Opaque,
  refreshToken: Opaque.nullish(),
  /** Seconds. */
  expiresIn: z
    .number()
    .positive()
    .max(366 * 24 * 3600),
});

/**
 * The token, checked. `askedAt`, in milliseconds since 1970, is from before the call, so that the token never counts
 * as valid for longer than it is. Throws `aws-malformed`.
 */
export function tokenOf(operation: Operation, askedAt: number, answer: unknown): IdentityCenterToken {
  const { accessToken, refreshToken, expiresIn } = answerOf(operation, Answer, answer);
  const expiresAt = new Date(askedAt + expiresIn * 1000);
  return { accessToken, refreshToken: refreshToken ?? null, expiresAt };
}
