/** Who comes through a door, and whether they came from our own pages. Each guard answers or throws; none returns false. */

import "server-only";
import { PortalError } from "@/lib/core/portal-error";
import { env } from "@/lib/env";
import { type PortalSession, sessionOfCookies } from "@/lib/idp/session";
import { rightsOf } from "@/lib/portal/rights";

/**
 * Who may come through. An administrator is an auditor too. A machine brings an access token; a program brings nothing, like
 * anyone, but is no browser.
 */
export type Who = "anyone" | "person" | "administrator" | "auditor" | "machine" | "program";

/** A session with what its person may see, decided once per request. */
export type SignedIn = PortalSession & { administrator: boolean; auditor: boolean };

/** Throws `sign-in-required` or `session-ended` where nobody is signed in. `unattended`: no person did this. */
export async function signedIn(headers: Headers, { unattended = false } = {}): Promise<SignedIn> {
  const session = await sessionOfCookies(headers.get("cookie"), { unattended });
  if (session === null) throw new PortalError("sign-in-required", "no session cookie");
  if (session === "ended") throw new PortalError("session-ended", "the cookie names no living session");
  return { ...session, ...rightsOf(session.person) };
}

/** Throws `not-found` for whoever has not the right: a door that is not yours looks like no door. */
export function mustHaveRight(who: Who, session: SignedIn): void {
  const allowed =
    who === "administrator" ? session.administrator : who === "auditor" ? session.auditor : true;
  if (!allowed) throw new PortalError("not-found", `this door is for the ${who} alone`);
}

/** Throws `foreign-origin` unless a page of ours sent this. Missing headers count as foreign. */
export function mustBeOurPage(headers: Headers): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin !== env().PORTAL_URL || site !== "same-origin") {
    throw new PortalError(
      "foreign-origin",
      `origin ${origin?.slice(0, 128) ?? "missing"}, site ${site?.slice(0, 32) ?? "missing"}`,
    );
  }
}

/** A door for machines or programs is no page's: a browser that was led there, with a token or without, gets nothing. */
export function mustNotBeBrowser(headers: Headers): void {
  // Every browser sends these. `Sec-Fetch-Mode` alone is sent by Node's own fetch, which is a machine's.
  const telling = ["origin", "sec-fetch-site", "sec-fetch-dest", "sec-fetch-user"];
  const found = telling.find((name) => headers.has(name));
  if (found) throw new PortalError("foreign-origin", `a browser at a door for machines (${found})`);
}

/** A reading door answers our own pages, links that a person followed, and programs; never another site's page. */
export function mustNotBeForeign(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") {
    throw new PortalError("foreign-origin", `a page of another site asked (${site.slice(0, 32)})`);
  }
}
