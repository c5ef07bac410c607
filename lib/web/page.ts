/** What every page shares: who it is for, decided before the first byte. */

import "server-only";
import { headers as requestHeaders } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { problemOf } from "@/lib/core/portal-error";
import { problemDigest } from "@/lib/core/problem-digest";
import type { ProblemCode } from "@/lib/core/problems";
import { recordRefusal } from "@/lib/portal/record-refusal";
import { requestFacts } from "@/lib/web/facts";
import { mustHaveRight, type SignedIn, signedIn, type Who } from "@/lib/web/guards";
import { logFailure } from "@/lib/web/log";
import { pathToReturnTo, signInPath } from "@/lib/web/return-to";
import type { Facts } from "@/lib/web/visit";

type Query = Record<string, string | string[] | undefined>;

/** Each name once and as text: a repeated one counts as not given. */
export type Search = Record<string, string | undefined>;

/** Machines and programs read no pages. */
type Reader = Exclude<Who, "machine" | "program">;

export type PageCall<W extends Reader> = {
  /** Null only where anyone may come. */
  session: W extends "anyone" ? SignedIn | null : SignedIn;
  facts: Facts;
  search: Search;
  params: Record<string, string>;
};

type PageProps = { params: Promise<Record<string, string>>; searchParams: Promise<Query> };

export type Page = ((props: PageProps) => Promise<ReactNode>) & { door: { for: Who } };

function single(query: Query): Search {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => typeof value === "string")) as Search;
}

/** Null only where anyone may come and nobody is signed in. */
async function sessionFor(who: Who, headers: Headers): Promise<SignedIn | null> {
  try {
    return await signedIn(headers);
  } catch (failure) {
    const code = problemOf(failure);
    const nobody = code === "sign-in-required" || code === "session-ended";
    if (who === "anyone" && nobody) return null;
    throw failure;
  }
}

/** Where a refusal leads; never returns. */
async function turnAway(failure: unknown, headers: Headers, facts: Facts | null): Promise<never> {
  const code: ProblemCode = problemOf(failure);
  if (code === "sign-in-required") redirect(signInPath(pathToReturnTo(headers), null));
  if (code === "session-ended") redirect(signInPath(pathToReturnTo(headers), code));
  const reference = facts?.correlationId ?? null;
  logFailure(failure, { reference, path: facts?.path.split("?")[0] });
  if (code === "not-found") notFound();
  // In production Next hides an error's text from the page and keeps its digest: ours names the problem.
  throw Object.assign(new Error(code), { digest: problemDigest(code, reference) });
}

/** A page. Guards run here and not in a layout: layouts do not run again when a person moves between pages. */
export function page<W extends Reader>(
  door: { for: W },
  render: (call: PageCall<W>) => Promise<ReactNode> | ReactNode,
): Page {
  async function guarded({ params, searchParams }: PageProps): Promise<ReactNode> {
    await connection();
    const headers = await requestHeaders();
    let facts: Facts | null = null;
    let session: SignedIn | null = null;
    try {
      facts = requestFacts(headers);
      session = await sessionFor(door.for, headers);
      if (session) mustHaveRight(door.for, session);
    } catch (failure) {
      if (facts && problemOf(failure) === "not-found") {
        const recorded = recordRefusal("not-found", session?.person ?? null, facts, "GET");
        await recorded.catch((fault) => logFailure(fault, {}));
      }
      return await turnAway(failure, headers, facts);
    }
    try {
      const call = { session, facts, search: single(await searchParams), params: await params };
      return await render(call as PageCall<W>);
    } catch (failure) {
      // Next steers by throwing too: redirects and not-found pass.
      if (failure instanceof Error && "digest" in failure) throw failure;
      return await turnAway(failure, headers, facts);
    }
  }
  return Object.assign(guarded, { door: { for: door.for } });
}
