/** The console's host: takes the sign-in over, and shows as whom it was opened. */

import { assumedRoleArn, type ConsoleSession, type Emulator, now } from "@/sandbox/aws/emulator";
import { type Answer, redirect } from "@/sandbox/aws/http/answer";
import { cookie } from "@/sandbox/aws/http/asked";
import { errorPage, html, pageAnswer } from "@/sandbox/aws/http/page";
import { companyOf } from "@/sandbox/aws/instance";
import type { Handler } from "@/sandbox/aws/operation";
import { consoleCookie } from "./cookies";
import { consoleDestination, onEmulatedConsole, regionOf } from "./destination";

/** A code works once, and becomes the name of the console's session. */
export const consoleCallback: Handler = (asked, emulator) => {
  const code = asked.query.get("code") ?? "";
  const session = emulator.state.consoleCodes.get(code);
  const destination = session && consoleDestination(session.destination, emulator);
  if (!session || !destination)
    return errorPage(400, "Sign-in failed", "The code is wrong or was used already.");
  emulator.state.consoleCodes.delete(code);
  emulator.state.consoleSessions.set(code, session);
  return redirect(onEmulatedConsole(destination, emulator), {
    "set-cookie": `${consoleCookie(emulator)}=${code}; Path=/; HttpOnly; SameSite=Lax`,
  });
};

export const consolePage: Handler = (asked, emulator) => {
  const session = emulator.state.consoleSessions.get(cookie(asked, consoleCookie(emulator)) ?? "");
  if (!session)
    return errorPage(401, "AWS Console", "You are not signed in. Open the console from your portal.");
  if (session.endsAt <= now(emulator)) return ended(session);
  return opened(session, emulator);
};

function opened(session: ConsoleSession, emulator: Emulator): Answer {
  const { keys, destination, issuer, replaced } = session;
  const address = consoleDestination(destination, emulator);
  const account = companyOf(emulator, keys.instance).accountOf(keys.accountId);
  return pageAnswer({
    title: "AWS Console",
    body: html`<dl>
<dt>Account</dt><dd data-of="account-id">${keys.accountId}</dd>
<dt>Account name</dt><dd data-of="account-name"><bdi>${account?.accountName ?? "(none)"}</bdi></dd>
<dt>Instance</dt><dd data-of="instance">${keys.instance}</dd>
<dt>Role</dt><dd data-of="role"><bdi>${keys.iamRoleName}</bdi></dd>
<dt>Session name</dt><dd data-of="session-name"><bdi>${keys.sessionName}</bdi></dd>
<dt>Signed in as</dt><dd data-of="arn"><bdi>${assumedRoleArn(keys)}</bdi></dd>
<dt>Access key id</dt><dd data-of="access-key-id">${keys.accessKeyId}</dd>
<dt>Region</dt><dd data-of="region">${(address && regionOf(address)) ?? "(not given)"}</dd>
<dt>Destination</dt><dd data-of="destination">${destination}</dd>
<dt>Session length</dt><dd data-of="session-seconds">${Math.round((session.endsAt - session.openedAt) / 1000)} s</dd>
<dt>Issuer</dt><dd data-of="issuer">${issuer === "" ? "(not given)" : issuer}</dd>
</dl>
${replacedNote(replaced)}
<p><a href="${emulator.origins.signIn}/oauth?Action=logout">Sign out</a></p>`,
  });
}

/** Here the later sign-in wins; at AWS it depends on whether the person has turned multi-session on. */
function replacedNote(replaced: string | undefined) {
  if (replaced === undefined) return [];
  return html`<p>This browser was signed in as <bdi>${replaced}</bdi>. Without multi-session, AWS would first ask to sign out.</p>`;
}

function ended({ issuer }: ConsoleSession): Answer {
  const back = /^https?:\/\//.test(issuer) ? html`<p><a href="${issuer}">Sign in again</a></p>` : [];
  return pageAnswer({
    status: 401,
    title: "Your session has ended",
    body: html`<p>The console session is over.</p>${back}`,
  });
}
