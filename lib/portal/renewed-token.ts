/** Renewing an Identity Center token with nobody there, in the way that its connection was made. */

import "server-only";
import { renewWithClient } from "@/lib/aws/device-authorization";
import { renewIdentityCenterToken } from "@/lib/aws/identity-center-token";
import type { IdentityCenterToken } from "@/lib/aws/token-answer";
import { problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { type Asking, paced } from "@/lib/portal/paced";
import type { Connection } from "@/lib/store/connections";
import { deviceClientById } from "@/lib/store/device-clients";

/** By the registration that the token was made with: AWS renews it for no other. */
async function renewedByCode(
  kept: Connection,
  instance: Instance,
  facts: RequestFacts,
  asking: Asking,
): Promise<IdentityCenterToken | null> {
  const { clientId, refreshToken } = kept;
  const client = clientId ? await deviceClientById(clientId) : null;
  if (!client || client.expiresAt <= new Date() || refreshToken === null) return null;
  const token = await paced(instance, asking, () => renewWithClient(instance, client, refreshToken, facts));
  // AWS need not repeat one that it leaves as it is.
  return { ...token, refreshToken: token.refreshToken ?? refreshToken };
}

async function renewedByExchange(
  { refreshToken }: Connection,
  instance: Instance,
  facts: RequestFacts,
  asking: Asking,
): Promise<IdentityCenterToken | null> {
  if (!refreshToken) return null;
  return await paced(instance, asking, () => renewIdentityCenterToken(instance, refreshToken, facts));
}

/** A new token by what is left of a connection; null where a new connection must be made. */
export async function renewedToken(
  kept: Connection,
  instance: Instance,
  facts: RequestFacts,
  asking: Asking,
): Promise<IdentityCenterToken | null> {
  const renew = instance.connect === "device-code" ? renewedByCode : renewedByExchange;
  try {
    return await renew(kept, instance, facts, asking);
  } catch (failure) {
    // AWS's session is over; a new one may begin.
    if (problemOf(failure) === "aws-sign-in-ended") return null;
    throw failure;
  }
}
