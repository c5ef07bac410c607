/** Tokens that may be used once. What is kept is that one was used: the row's key lets nobody use it again. */

import "server-only";
import { asking } from "./database";
import { hashed } from "./hashed";

/** True for the first who spends it, on whichever replica; false ever after, until it is forgotten. */
export async function spendToken(token: string, expiresAt: Date): Promise<boolean> {
  const { count } = await asking("spend token", ({ prisma }) =>
    prisma.spentToken.createMany({ data: [{ hash: hashed(token), expiresAt }], skipDuplicates: true }),
  );
  return count === 1;
}

/** Only what expired may be forgotten: it is refused for its age. Answers how many. */
export async function forgetSpentTokens(before: Date): Promise<number> {
  const { count } = await asking("forget spent tokens", ({ prisma }) =>
    prisma.spentToken.deleteMany({ where: { expiresAt: { lt: before } } }),
  );
  return count;
}
