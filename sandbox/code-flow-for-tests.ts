/** A sign-in with the sandbox's provider by a client that we did not write: discovery, PKCE, code. */

import * as oidc from "openid-client";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { createVisitor } from "@/sandbox/visitor";

export async function codeFlow(
  { issuer, clientId, clientSecret }: Sandbox,
  login: string,
  { portalUrl, scope }: { portalUrl: string; scope: string },
) {
  const config = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${portalUrl}/api/auth/callback/oidc`,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const callback = await createVisitor().signIn(url, login);
  const given = await oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier });
  return { config, callback, given };
}
