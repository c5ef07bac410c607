/**
 * Makes the provider answer wrongly when it was told to. Stands before oidc-provider: some faults replace its answer,
 * the evil ones change a good answer on its way out.
 */

import type Provider from "oidc-provider";
import type { Calls } from "@/sandbox/calls";
import type { FaultAnswer, Faults, ProviderOperation } from "@/sandbox/faults";
import { evilToken } from "./evil-token";
import { mayReturnTo } from "./portal-client";
import type { SigningKeys } from "./signing-keys";

type Context = Parameters<Parameters<Provider["use"]>[0]>[0];
export type EvilParts = {
  issuer: string;
  portalUrl: string;
  faults: Faults;
  calls: Calls;
  keys: SigningKeys;
};

const operations: Record<string, ProviderOperation> = {
  "/.well-known/openid-configuration": "Discovery",
  "/jwks": "Jwks",
  "/auth": "Authorize",
  "/token": "Token",
  "/me": "Userinfo",
  "/session/end": "EndSession",
};

export function answerWithFaults(provider: Provider, parts: EvilParts): void {
  provider.use(async (ctx, next) => {
    const operation = Object.hasOwn(operations, ctx.path) ? operations[ctx.path] : undefined;
    if (operation) parts.calls.count(operation);
    const fault = operation && parts.faults.take(operation);
    if (operation && fault && answerInstead(ctx, operation, fault, parts)) return;
    await next();
    if (operation && fault) await spoil(ctx, operation, fault, parts);
    spoilCallback(ctx, parts);
  });
}

/** True if the fault was the whole answer. */
function answerInstead(
  ctx: Context,
  operation: ProviderOperation,
  fault: FaultAnswer,
  parts: EvilParts,
): boolean {
  if (fault === "hang") {
    ctx.respond = false;
    return true;
  }
  if (fault === "reset") {
    ctx.respond = false;
    ctx.req.socket.destroy();
    return true;
  }
  if (fault === "malformed") {
    ctx.type = operation === "Authorize" || operation === "EndSession" ? "html" : "json";
    ctx.body = '{"nonsense": <p>';
    return true;
  }
  if (fault === "error") return refuse(ctx, operation, "server_error", 500, parts);
  if (fault === "access-denied") return refuse(ctx, operation, "access_denied", 403, parts);
  if (fault === "invalid-grant") return refuse(ctx, operation, "invalid_grant", 400, parts);
  return false;
}

/** As OAuth has it: at the authorization endpoint errors go back to the portal, elsewhere they are JSON. */
function refuse(
  ctx: Context,
  operation: ProviderOperation,
  error: string,
  status: number,
  { issuer, portalUrl }: EvilParts,
): true {
  const { redirect_uri: returnTo, state } = ctx.query;
  if (operation === "Authorize" && typeof returnTo === "string" && mayReturnTo(returnTo, portalUrl)) {
    const target = new URL(returnTo);
    target.search = new URLSearchParams({
      error,
      error_description: "The sandbox was told to refuse.",
      iss: issuer,
      ...(typeof state === "string" && { state }),
    }).toString();
    ctx.redirect(target.href);
    return true;
  }
  ctx.status = status;
  ctx.body = { error, error_description: "The sandbox was told to refuse." };
  return true;
}

async function spoil(
  ctx: Context,
  operation: ProviderOperation,
  fault: FaultAnswer,
  { issuer, keys }: EvilParts,
): Promise<void> {
  const body = membersOf(ctx.body);
  if (!body) return;
  if (operation === "Discovery" && fault === "wrong-issuer")
    ctx.body = { ...body, issuer: `${issuer}/another` };
  if (operation === "Jwks" && fault === "unknown-key") {
    const { kid, kty, n, e } = await keys.stranger();
    ctx.body = { keys: [{ kid, kty, n, e, alg: "RS256", use: "sig" }] };
  }
  if (operation === "Userinfo" && fault === "wrong-subject") ctx.body = { ...body, sub: "00u0another" };
  if (operation === "Userinfo" && fault === "missing-subject") ctx.body = { ...body, sub: undefined };
  if (operation !== "Token" || typeof body.id_token !== "string") return;
  if (fault === "missing-id-token") ctx.body = { ...body, id_token: undefined };
  const evil = await evilToken(body.id_token, fault, keys);
  if (evil) ctx.body = { ...body, id_token: evil };
}

/** The redirect to the portal comes from more than one route; it is known by the code that it carries. */
function spoilCallback(ctx: Context, { issuer, faults, portalUrl, calls }: EvilParts): void {
  const { location } = ctx.response.headers;
  if (typeof location !== "string" || !location.includes("code=") || !URL.canParse(location)) return;
  const target = new URL(location);
  if (!mayReturnTo(target.origin + target.pathname, portalUrl)) return;

  calls.count("Callback");
  const fault = faults.take("Callback");
  if (fault === "wrong-issuer") target.searchParams.set("iss", `${issuer}/another`);
  if (fault === "missing-issuer") target.searchParams.delete("iss");
  if (fault === "wrong-state") target.searchParams.set("state", "another-sign-in");
  if (fault === "wrong-code") target.searchParams.set("code", "another-code");
  if (fault) ctx.set("location", target.href);
}

function membersOf(body: unknown): Record<string, unknown> | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  return Object.fromEntries(Object.entries(body));
}
