/**
 * The portal as the provider knows it: one confidential client. Its secret protects nothing. Any portal on this
 * machine's loopback may use it, on whatever port a test was given.
 */

import type Provider from "oidc-provider";
import type { ClientMetadata } from "oidc-provider";

export const clientId = "sallyport";
export const clientSecret = "the-sandbox-has-no-secrets";

const callbackPath = "/api/auth/callback/oidc";
const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

export function portalClient(portalUrl: string): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    client_name: "Sallyport",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [portalUrl + callbackPath],
    post_logout_redirect_uris: [portalUrl],
    token_endpoint_auth_method: "client_secret_basic",
    id_token_signed_response_alg: "RS256",
  };
}

/** Replaces the library's comparison with a fixed list. Everything that is neither loopback nor the portal is refused. */
export function acceptLoopbackPortals({ Client }: Provider, portalUrl: string): void {
  Client.prototype.redirectUriAllowed = (uri) => mayReturnTo(uri, portalUrl);
  Client.prototype.postLogoutRedirectUriAllowed = (uri) => isPortal(uri, portalUrl);
}

/** Whether a code may be sent there. */
export function mayReturnTo(uri: string, portalUrl: string): boolean {
  if (!isPortal(uri, portalUrl)) return false;
  const { pathname, search, hash } = new URL(uri);
  return pathname === new URL(portalUrl + callbackPath).pathname && search === "" && hash === "";
}

/** Pages post to the provider and are then redirected to the portal; browsers hold `form-action` against both. */
export function portalSources(portalUrl: string): string {
  return `http://localhost:* http://127.0.0.1:* ${new URL(portalUrl).origin}`;
}

function isPortal(uri: string, portalUrl: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, origin, username } = new URL(uri);
  if (username !== "") return false;
  return origin === new URL(portalUrl).origin || (protocol === "http:" && loopbackHosts.has(hostname));
}
