/** A problem where the reader is a person in an empty tab: on to a page that says it. */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import type { ProblemCode } from "@/lib/core/problems";
import { env } from "@/lib/env";
import { signInPath } from "@/lib/web/return-to";

/** Sends the tab to `/problem/<code>`, with the grant, so that the page can offer AWS's own way to it. */
export function problemPage(code: ProblemCode, reference: string | null, grant: Grant | undefined): Response {
  const query = new URLSearchParams(reference ? { reference } : {});
  for (const name of ["instance", "accountId", "role"] as const) if (grant) query.set(name, grant[name]);
  const ended = code === "sign-in-required" || code === "session-ended";
  const path = ended ? signInPath("/", code) : `/problem/${code}?${query}`;
  return new Response(null, { status: 303, headers: { location: new URL(path, env().PORTAL_URL).href } });
}
