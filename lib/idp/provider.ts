/** The identity provider as openid-client knows it: discovery, keys, time-outs. Everything that is asked of it goes through here. */

import "server-only";
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from "openid-client";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { env, isLoopback } from "@/lib/env";
import { providerProblem } from "@/lib/idp/provider-problem";

/** For each single call. A sign-in makes up to four. */
const timeoutSeconds = 5;
const keptMilliseconds = 3_600_000;

type Known = { metadata: Promise<ServerMetadata> | null; until: number };

function known(): Known {
  return once("identity-provider", () => ({ metadata: null, until: 0 }));
}

/** Next puts a cache in front of `fetch`. Nothing of a sign-in may come out of one. What is sent is a form or nothing. */
const uncached: CustomFetch = (url, { body, ...options }) =>
  fetch(url, { ...options, ...(body instanceof URLSearchParams && { body }), cache: "no-store" });

/** Plain http is for a provider on this machine, and then for nothing but this machine. */
function mustBeSafe(metadata: ServerMetadata): void {
  const onLoopback = isLoopback(new URL(env().OIDC_ISSUER));
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, end_session_endpoint } =
    metadata;
  const needed = { authorization_endpoint, token_endpoint, jwks_uri };
  for (const [name, value] of Object.entries({ ...needed, userinfo_endpoint, end_session_endpoint })) {
    if (value === undefined && !(name in needed)) continue;
    const url = URL.canParse(String(value)) ? new URL(String(value)) : null;
    const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && onLoopback && isLoopback(url));
    if (!isSafe) throw new PortalError("provider-malformed", `discovery names no usable ${name}`);
  }
}

async function discovered(): Promise<ServerMetadata> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID } = env();
  const issuer = new URL(OIDC_ISSUER);
  try {
    // This also compares the issuer that the document names with the one that settings name.
    const found = await discovery(issuer, OIDC_CLIENT_ID, undefined, undefined, {
      timeout: timeoutSeconds,
      [customFetch]: uncached,
      execute: issuer.protocol === "http:" ? [allowInsecureRequests] : [],
    });
    const metadata = found.serverMetadata();
    mustBeSafe(metadata);
    return metadata;
  } catch (failure) {
    throw providerProblem(failure);
  }
}

/**
 * The provider's discovery document, asked for again after an hour and after a failure.
 * Throws `provider-unavailable` or `provider-malformed`.
 */
export function providerMetadata(): Promise<ServerMetadata> {
  const kept = known();
  if (kept.metadata && Date.now() < kept.until) return kept.metadata;

  const metadata = discovered();
  kept.metadata = metadata;
  kept.until = Date.now() + keptMilliseconds;
  metadata.catch(() => {
    if (kept.metadata === metadata) kept.metadata = null;
  });
  return metadata;
}

/** What it said of itself may be out of date: the next call asks again. */
export function forgetProvider(): void {
  known().metadata = null;
}

/** Basic unless the provider says that it takes the other alone: that is the protocol's own default. */
function clientAuthentication(metadata: ServerMetadata) {
  const methods = metadata.token_endpoint_auth_methods_supported;
  const postAlone = methods?.includes("client_secret_post") && !methods.includes("client_secret_basic");
  return (postAlone ? ClientSecretPost : ClientSecretBasic)(env().OIDC_CLIENT_SECRET);
}

/**
 * A client for one errand. It is made anew each time so that it asks for the provider's keys anew: a key that the
 * provider replaced is believed no longer, and a new one at once. It checks the signature of every id_token.
 */
export async function providerClient(): Promise<Configuration> {
  const metadata = await providerMetadata();
  const client = new Configuration(metadata, env().OIDC_CLIENT_ID, undefined, clientAuthentication(metadata));
  client.timeout = timeoutSeconds;
  client[customFetch] = uncached;
  if (new URL(env().OIDC_ISSUER).protocol === "http:") allowInsecureRequests(client);
  enableNonRepudiationChecks(client);
  return client;
}
