/** The end of a session, here and at the provider. */

import "server-only";
import { buildEndSessionUrl } from "openid-client";
import { env } from "@/lib/env";
import { clearedCookie, cookieName, passingCookies } from "@/lib/idp/cookies";
import { providerClient } from "@/lib/idp/provider";
import { idpTokensOf } from "@/lib/store/idp-tokens";
import { deleteSession, deleteSessionsOf } from "@/lib/store/sessions";

/** Servers refuse addresses that are too long. Without the hint a provider asks the person first. */
const longestHint = 4000;

export function sessionCookieName(): string {
  return cookieName("sessionToken");
}

/** `Set-Cookie` values that make the browser forget everything of ours about signing in. */
export function clearedCookies(): string[] {
  return [clearedCookie("sessionToken"), ...passingCookies.map(clearedCookie)];
}

/** Null where the provider has no such address, or cannot be asked for it: our session has ended all the same. */
async function providerUrl(personId: string): Promise<string | null> {
  try {
    const client = await providerClient();
    if (!client.serverMetadata().end_session_endpoint) return null;
    const idToken = (await idpTokensOf(personId))?.idToken;
    const hint = idToken && idToken.length <= longestHint ? { id_token_hint: idToken } : {};
    const returnTo = { post_logout_redirect_uri: `${env().PORTAL_URL}/signed-out` };
    return buildEndSessionUrl(client, { ...returnTo, ...hint }).href;
  } catch {
    return null;
  }
}

/**
 * Ends one session. `providerUrl` is where the browser goes next to end the provider's too; it holds the id_token, as
 * the protocol has it, so it belongs into that one redirect and into no log. Throws `store-unavailable`.
 */
export async function endSession(
  sessionId: string,
  personId: string,
): Promise<{ providerUrl: string | null }> {
  await deleteSession(sessionId);
  return { providerUrl: await providerUrl(personId) };
}

/** Ends this session and every other one of the person, in whichever browser. */
export async function endAllSessions(
  sessionId: string,
  personId: string,
): Promise<{ providerUrl: string | null }> {
  await deleteSessionsOf(personId);
  return await endSession(sessionId, personId);
}
