/** Where people come back to after they signed in: a path of ours, never an address. */

import "server-only";
import { localPath } from "@/lib/core/local-path";
import type { ProblemCode } from "@/lib/core/problems";
import { hooked } from "@/lib/web/request-hook";

/** The page that was asked for, without what Next adds for its own transport. */
export function pathToReturnTo(headers: Headers): string {
  const asked = hooked(headers)?.path ?? "/";
  const url = new URL(localPath(asked), "http://here.invalid");
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}

export function signInPath(returnTo: string, problem: ProblemCode | null): string {
  const query = new URLSearchParams();
  if (returnTo !== "/") query.set("returnTo", returnTo);
  if (problem) query.set("problem", problem);
  return query.size === 0 ? "/sign-in" : `/sign-in?${query}`;
}
