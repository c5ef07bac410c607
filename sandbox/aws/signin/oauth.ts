/** `/oauth` of the sign-in host: the middle of the way to the console, and the way out of it. */

import type { Emulator } from "@/sandbox/aws/emulator";
import { type Answer, redirect } from "@/sandbox/aws/http/answer";
import { type Asked, cookie } from "@/sandbox/aws/http/asked";
import { html, pageAnswer } from "@/sandbox/aws/http/page";
import { opaqueCode } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import { browserCookie } from "./cookies";
import { consoleDestination } from "./destination";
import { signInError } from "./service";

export const oauth: Handler = (asked, emulator) =>
  asked.query.get("Action") === "logout" ? signOut(asked, emulator) : handToConsole(asked, emulator);

function handToConsole(asked: Asked, emulator: Emulator): Answer {
  const browser = emulator.state.browsers.get(cookie(asked, browserCookie(emulator)) ?? "");
  const redirectUri = `${emulator.origins.console}/oauth/callback`;
  if (!browser?.pending || asked.query.get("redirect_uri") !== redirectUri) {
    return signInError("You are not signed in.");
  }
  const code = opaqueCode();
  emulator.state.consoleCodes.set(code, browser.pending);
  browser.pending = undefined;
  // The console's session will go by this name, so that signing out here ends it there.
  browser.consoleSessionIds.push(code);
  return redirect(`${redirectUri}?code=${code}`);
}

function signOut(asked: Asked, emulator: Emulator): Answer {
  const redirectUri = asked.query.get("redirect_uri") ?? "";
  if (redirectUri !== "" && !mayFollow(redirectUri, emulator)) return signInError("Invalid redirect_uri");

  const name = browserCookie(emulator);
  const id = cookie(asked, name) ?? "";
  for (const session of emulator.state.browsers.get(id)?.consoleSessionIds ?? []) {
    emulator.state.consoleCodes.delete(session);
    emulator.state.consoleSessions.delete(session);
  }
  emulator.state.browsers.delete(id);
  const headers = { "set-cookie": `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` };
  if (redirectUri !== "") return redirect(redirectUri, headers);
  return pageAnswer({
    title: "Signed out",
    body: html`<p>You have been signed out of the console.</p>`,
    headers,
  });
}

/** Back to this host, which is how a sign-in follows a sign-out, or to a console. */
function mayFollow(redirectUri: string, emulator: Emulator): boolean {
  if (!URL.canParse(redirectUri)) return false;
  return (
    new URL(redirectUri).origin === emulator.origins.signIn ||
    consoleDestination(redirectUri, emulator) !== undefined
  );
}
