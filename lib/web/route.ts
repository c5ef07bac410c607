/** What every route handler shares: who it is, where they came from, what they ask; and the rendering of whatever goes wrong. */

import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import { admitMachine, type Machine } from "@/lib/portal/admit-machine";
import { requestFacts } from "@/lib/web/facts";
import {
  mustBeOurPage,
  mustHaveRight,
  mustNotBeBrowser,
  mustNotBeForeign,
  type SignedIn,
  signedIn,
  type Who,
} from "@/lib/web/guards";
import { formInput, jsonInput, queryInput } from "@/lib/web/input";
import { logFailure } from "@/lib/web/log";
import { type ProblemLinks, problemResponse } from "@/lib/web/problem-response";
import { type Facts, recordTurnedAway, type Visit, visitor } from "@/lib/web/visit";

/** These bring no session, and none is looked for. */
type Unsigned = "anyone" | "machine" | "program";

function bringsSession(who: Who): boolean {
  return who !== "anyone" && who !== "machine" && who !== "program";
}

/** What a handler gets: null for a session where anyone may come, and for a machine where people do. */
export type Call<W extends Who, I> = {
  session: W extends Unsigned ? null : SignedIn;
  machine: W extends "machine" ? Machine : null;
  input: I;
  facts: Facts;
  request: Request;
};

type Door<W extends Who, S extends z.ZodType> = {
  /** Who may come through. There is no default. */
  for: W;
  input: S;
  /** A page asks it by itself, again and again: that is no use of the session, which would never end for want of use. */
  unattended?: true;
  /** A reading door that another site leads people to. What they bring is checked behind it. */
  fromElsewhere?: true;
  /** `form`: where a real form opens the door, or a program that speaks OAuth. */
  body?: "json" | "form";
  /** Of a JSON body, where it may be larger than most. */
  mostBytes?: number;
  /** Where else to go when it fails, for the grant asked for. */
  links?: (input: z.output<S>) => ProblemLinks;
  /** Renders a problem where the reader is a person with an empty tab, or a program that speaks OAuth. */
  problem?: (code: ProblemCode, reference: string | null, input: z.output<S> | undefined) => Response;
};

export type Handler = ((request: Request) => Promise<Response>) & { door: { for: Who | "nobody" } };

const readingMethods = new Set(["GET", "HEAD"]);

function mustComeRightly(door: { for: Who; fromElsewhere?: true }, { method, headers }: Request): void {
  if (door.for === "machine" || door.for === "program") mustNotBeBrowser(headers);
  else if (!readingMethods.has(method)) mustBeOurPage(headers);
  else if (!door.fromElsewhere) mustNotBeForeign(headers);
}

function read<S extends z.ZodType>(
  door: { input: S; body?: "json" | "form"; mostBytes?: number },
  request: Request,
): Promise<z.output<S>> {
  if (readingMethods.has(request.method)) return Promise.resolve(queryInput(door.input, request));
  return door.body === "form"
    ? formInput(door.input, request)
    : jsonInput(door.input, request, door.mostBytes);
}

/** The guards, in this order: person, origin, right, input; for a machine origin, token, input. Fills in `visit` as far as it comes. */
async function enter<S extends z.ZodType>(
  door: Door<Who, S>,
  request: Request,
  visit: Visit<z.output<S>>,
): Promise<void> {
  visit.facts = requestFacts(request.headers);
  try {
    if (bringsSession(door.for)) {
      visit.session = await signedIn(request.headers, { unattended: door.unattended === true });
    }
    mustComeRightly(door, request);
    if (visit.session) mustHaveRight(door.for, visit.session);
    if (door.for === "machine") {
      visit.machine = await admitMachine(request.headers.get("authorization"), visit.facts);
    }
    visit.input = await read(door, request);
  } catch (failure) {
    await recordTurnedAway(failure, visit, request.method);
    throw failure;
  }
}

function failed<S extends z.ZodType>(
  door: Door<Who, S>,
  failure: unknown,
  visit: Visit<z.output<S>>,
): Response {
  const { facts, input } = visit;
  const code = problemOf(failure);
  const reference = facts?.correlationId ?? null;
  logFailure(failure, {
    reference,
    path: facts?.path.split("?")[0],
    person: visitor(visit)?.id,
  });
  if (door.problem) return door.problem(code, reference, input);
  return problemResponse(code, reference, input === undefined ? {} : door.links?.(input));
}

/** A door: whoever is not turned away gets its answer, and whatever goes wrong is said in the problem table's words. */
export function route<W extends Who, S extends z.ZodType>(
  door: Door<W, S>,
  answer: (call: Call<W, z.output<S>>) => Promise<Response>,
): Handler {
  async function handler(request: Request): Promise<Response> {
    const visit: Visit<z.output<S>> = { facts: null, session: null, machine: null, input: undefined };
    try {
      await enter(door, request, visit);
      return await answer({ ...visit, request } as Call<W, z.output<S>>);
    } catch (failure) {
      // A form sent twice or forged is turned away behind the door. What else fails there says so on the record itself.
      if (problemOf(failure) === "page-outdated") await recordTurnedAway(failure, visit, request.method);
      return failed(door, failure, visit);
    }
  }
  return Object.assign(handler, { door: { for: door.for } });
}

/** A door that never opens: one answer, the same for everybody, and nothing read. */
export function closed(
  code: "method-not-allowed" | "not-found",
  problem: (code: ProblemCode, reference: string | null) => Response = problemResponse,
): Handler {
  async function handler(request: Request): Promise<Response> {
    // With a reference like every door's: where nothing is must look like a door that is not yours.
    const reference = randomUUID();
    const path = new URL(request.url).pathname;
    logFailure(new PortalError(code, request.method.slice(0, 16)), { reference, path });
    return problem(code, reference);
  }
  return Object.assign(handler, { door: { for: "nobody" as const } });
}

/** For a method that a door does not have. */
export const noSuchMethod: Handler = closed("method-not-allowed");

/** For an address under /api where nothing is. */
export const noSuchDoor: Handler = closed("not-found");
