/**
 * The OpenID Connect provider, as companies usually have them: discovery, RS256, code flow with PKCE, refresh tokens
 * that rotate, sign-out by the portal. The only file that configures oidc-provider.
 *
 * The provider lives in real time, not in the sandbox's: the portal checks its tokens by its own clock. How far the
 * sandbox's clock was ahead is written into each id_token, so that the AWS emulator can tell a token's age in its time.
 */

import { randomUUID } from "node:crypto";
import Provider, {
  type Account,
  type AdapterFactory,
  type Configuration,
  type ErrorOut,
  type Grant,
  type JWK,
  type KoaContextWithOIDC,
} from "oidc-provider";
import type { Clock } from "@/sandbox/clock";
import { identityOfSubject } from "@/sandbox/company";
import type { Identity } from "@/sandbox/identity";
import { marked, secretMark } from "@/sandbox/mark";
import { pageHeaders, renderPage, submitAtOnce, text } from "./pages";
import { acceptLoopbackPortals, portalClient, portalSources } from "./portal-client";

export type ProviderOptions = {
  /**
   * Which claims an id_token carries besides `sub`: "email", as Identity Center's trusted token issuer needs it,
   * "all", or "none". Userinfo always has all.
   */
  idTokenClaims: "email" | "all" | "none";
};

export type ProviderParts = {
  issuer: string;
  portalUrl: string;
  clock: Clock;
  options: ProviderOptions;
  store: AdapterFactory;
  keys: JWK[];
  cookieSecret: string;
};

const hour = 3600;
const day = 24 * hour;

export function createProvider(parts: ProviderParts): Provider {
  const provider = new Provider(parts.issuer, configuration(parts));
  acceptLoopbackPortals(provider, parts.portalUrl);
  markTokens(provider);

  const headers = pageHeaders(portalSources(parts.portalUrl));
  provider.use(async (ctx, next) => {
    ctx.set(headers);
    if (ctx.path === "/auth" && ctx.method === "GET") ctx.query = withOfflineConsent(ctx.query);
    await next();
  });
  return provider;
}

type DrawsIds = { generateTokenId(): string };

/** The library draws them, and lets nobody say how: what it drew gets the mark. */
function markTokens({ AccessToken, AuthorizationCode, RefreshToken }: Provider): void {
  for (const model of [AccessToken, AuthorizationCode, RefreshToken]) {
    const prototype = model.prototype as unknown as DrawsIds;
    const draw = prototype.generateTokenId;
    prototype.generateTokenId = function (this: DrawsIds) {
      return marked(draw.call(this));
    };
  }
}

function configuration(parts: ProviderParts): Configuration {
  return {
    adapter: parts.store,
    clients: [portalClient(parts.portalUrl)],
    jwks: { keys: parts.keys },
    pkce: { required: () => true },
    responseTypes: ["code"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    scopes: ["openid", "offline_access"],
    claims: {
      openid: ["sub", "jti", "sandbox_clock_ahead_seconds"],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
      groups: ["groups"],
    },
    // The library then lets `claims()` below decide, by the scopes that were asked for.
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => accountOf(sub, parts),
    loadExistingGrant: grantWithoutAsking,
    rotateRefreshToken: true,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: cookies(parts),
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      Grant: 14 * day,
      IdToken: hour,
      Interaction: hour,
      RefreshToken: 14 * day,
      Session: 8 * hour,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    renderError,
  };
}

/** Cookies know hosts, not ports: these must not meet the portal's, nor another sandbox's. */
function cookies({ issuer, cookieSecret }: ProviderParts): Configuration["cookies"] {
  const prefix = `_sandbox_idp_${new URL(issuer).port}`;
  return {
    names: {
      session: `${prefix}_session`,
      interaction: `${prefix}_interaction`,
      resume: `${prefix}_resume`,
    },
    keys: [cookieSecret],
  };
}

function accountOf(sub: string, { clock, options }: ProviderParts): Account | undefined {
  const identity = identityOfSubject(sub);
  if (!identity) return undefined;
  return {
    accountId: sub,
    claims: (use) => ({
      sub,
      ...(use === "userinfo"
        ? claimsOf(identity, "all")
        : {
            ...claimsOf(identity, options.idTokenClaims),
            // Two tokens of one second would be the same token, and AWS takes each only once.
            jti: `${secretMark}-${randomUUID()}`,
            sandbox_clock_ahead_seconds: clock.aheadSeconds(),
          }),
    }),
  };
}

function claimsOf(identity: Identity, which: ProviderOptions["idTokenClaims"]): Record<string, unknown> {
  if (which === "none") return {};
  const email = { email: identity.email, email_verified: identity.emailVerified };
  if (which === "email") return email;
  return {
    ...email,
    name: identity.name,
    preferred_username: identity.identityCenterUserName,
    ...(identity.groups && { groups: identity.groups }),
  };
}

/** Consent is given for everybody: the portal is the company's own. */
async function grantWithoutAsking(context: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider, requestParamOIDCScopes } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const { clientId } = client;
  const known = session.grantIdFor(clientId);
  const grant =
    (known && (await provider.Grant.find(known))) ||
    new provider.Grant({ clientId, accountId: session.accountId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(" "));
  await grant.save();
  return grant;
}

/**
 * The library gives `offline_access` only to those who also ask for consent. Most providers do not insist, so the
 * sandbox asks in the portal's name.
 */
function withOfflineConsent<Query extends Record<string, unknown>>(query: Query): Query {
  const { scope, prompt = "" } = query;
  if (typeof scope !== "string" || typeof prompt !== "string") return query;
  const prompts = prompt.split(" ").filter(Boolean);
  const unneeded = !scope.split(" ").includes("offline_access") || prompts.includes("consent");
  if (unneeded || prompts.includes("none")) return query;
  return { ...query, prompt: [...prompts, "consent"].join(" ") };
}

/** Whoever brings the portal's id_token has said so already and is not asked again; without it, the provider asks. */
function logoutSource(context: KoaContextWithOIDC, form: string): void {
  const said = context.oidc.entities.IdTokenHint !== undefined;
  const button = '<button class="person" autofocus>Sign out</button>';
  const answer = `<input type="hidden" name="logout" value="yes">${button}`;
  context.body = renderPage({
    title: "Sign out of the sandbox?",
    body: `<p class="lead">This ends your session at the sandbox's identity provider.</p>
${form.replace("</form>", `${answer}</form>`)}${said ? submitAtOnce : ""}`,
  });
}

function postLogoutSuccessSource(context: KoaContextWithOIDC): void {
  context.body = renderPage({
    title: "You are signed out",
    body: '<p class="lead">You may close this page.</p>',
  });
}

function renderError(context: KoaContextWithOIDC, out: ErrorOut): void {
  context.type = "html";
  context.body = renderPage({
    title: "The sandbox's provider refuses this",
    body: `<p class="lead"><code>${text(out.error)}</code>: ${text(out.error_description ?? "no more is known")}</p>`,
  });
}
