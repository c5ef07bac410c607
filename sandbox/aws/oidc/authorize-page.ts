/**
 * `/authorize`: where a native client sends its person for an authorization code (PKCE). It stands at the root of
 * the host because the AWS CLI looks for it there and nowhere else.
 */

import { type Emulator, now } from "@/sandbox/aws/emulator";
import { type Answer, redirect } from "@/sandbox/aws/http/answer";
import { type Asked, form } from "@/sandbox/aws/http/asked";
import { errorPage, html, pageAnswer } from "@/sandbox/aws/http/page";
import { instanceIn, lifetimes } from "@/sandbox/aws/instance";
import { opaqueCode } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import type { InstanceName } from "@/sandbox/instances";
import { matchesRegistered } from "./loopback-redirect";
import { peopleButtons, pressed } from "./people-buttons";

export const authorizePage: Handler = (asked, emulator) => {
  const wish = wishOf(asked.query, asked, emulator);
  if ("refused" in wish) return wish.refused;
  const kept = [
    "response_type",
    "client_id",
    "redirect_uri",
    "state",
    "code_challenge_method",
    "code_challenge",
  ];
  const fields = [...kept, "scopes"].flatMap((name) => {
    const value = asked.query.get(name);
    return value === null ? [] : [html`<input type="hidden" name="${name}" value="${value}">`];
  });
  return pageAnswer({
    title: "Allow access to your data?",
    body: html`<p>An application on this machine asks for: ${wish.scopes.join(", ")}.</p>
<form method="post" action="/authorize">
${fields}
${peopleButtons(wish.instance)}
</form>`,
    formsLeadTo: [new URL(wish.redirectUri).origin],
  });
};

export const authorizeDecision: Handler = (asked, emulator) => {
  const fields = form(asked);
  const wish = wishOf(fields, asked, emulator);
  if ("refused" in wish) return wish.refused;
  const decision = pressed(fields, wish.instance);
  if (!decision) return badRequest("Nobody was chosen.");

  const back = new URL(wish.redirectUri);
  if (wish.state !== null) back.searchParams.set("state", wish.state);
  if (decision === "denied") {
    back.searchParams.set("error", "access_denied");
    return redirect(back.href);
  }
  const code = opaqueCode(64);
  const { instance, clientId, redirectUri, codeChallenge } = wish;
  const expiresAt = now(emulator) + lifetimes.authorizationCodeSeconds * 1000;
  emulator.state.authorizationCodes.set(code, {
    instance,
    clientId,
    redirectUri,
    codeChallenge,
    login: decision.login,
    expiresAt,
  });
  back.searchParams.set("code", code);
  return redirect(back.href);
};

type Wish = {
  instance: InstanceName;
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  scopes: string[];
  state: string | null;
};

/** What is wrong is shown here and never redirected: a wrong redirect must not be followed. */
function wishOf(query: URLSearchParams, asked: Asked, emulator: Emulator): Wish | { refused: Answer } {
  const clientId = query.get("client_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  const codeChallenge = query.get("code_challenge") ?? "";
  // The AWS CLI writes `scopes`; the standard says `scope`.
  const scopes = (query.get("scopes") ?? query.get("scope") ?? "").split(" ").filter((scope) => scope !== "");

  const client = emulator.state.clients.get(clientId);
  const instance = instanceIn(asked.region);
  if (!client || client.region !== asked.region || !instance || client.expiresAt <= now(emulator)) {
    return { refused: badRequest("Unknown client.") };
  }
  if (!matchesRegistered(redirectUri, client.redirectUris))
    return { refused: badRequest("Invalid callback URL") };
  if (client.grantTypes?.includes("authorization_code") === false) {
    return { refused: badRequest("The client is not registered for this grant.") };
  }
  if (query.get("response_type") !== "code") return { refused: badRequest("response_type must be code.") };
  if (query.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(codeChallenge)) {
    return { refused: badRequest("A code challenge by S256 is required.") };
  }
  if (scopes.some((scope) => !client.scopes.includes(scope))) return { refused: badRequest("Invalid scope") };
  return { instance, clientId, redirectUri, codeChallenge, scopes, state: query.get("state") };
}

function badRequest(sentence: string): Answer {
  return errorPage(400, "Invalid request", sentence);
}
