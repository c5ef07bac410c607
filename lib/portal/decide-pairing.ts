/** A person enters a machine's code, sees what waits there, and allows or refuses it. The first who enters it is the only one who can. */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { AccessTokenWanted } from "@/lib/core/access-token";
import { once } from "@/lib/core/once";
import { plainUserCode, type ShownPairing } from "@/lib/core/pairing";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { holderOf } from "@/lib/idp/limits";
import { plannedToken } from "@/lib/portal/create-access-token";
import { record } from "@/lib/portal/record";
import {
  approvePairing,
  claimedPairing,
  claimPairing,
  denyPairing,
  type Pairing,
} from "@/lib/store/pairings";

type Session = { id: string; person: Person };

/** Entries in five minutes. One in 25,600,000,000 is right by chance; people need one or two. */
const triesOfPerson = 10;
const triesOfAddress = 200;
const triesSeconds = 300;

/** A machine that was allowed in the last moment asks once or twice more until it has its token. */
const graceSeconds = 60;

function limits() {
  return once("pairing-tries", () => ({
    person: new RateLimiterMemory({ points: triesOfPerson, duration: triesSeconds }),
    address: new RateLimiterMemory({ points: triesOfAddress, duration: triesSeconds }),
  }));
}

async function mustNotGuess(person: Person, facts: RequestFacts): Promise<void> {
  const own = await limits().person.penalty(person.id);
  const all = await limits().address.penalty(holderOf(facts.address));
  if (own.consumedPoints <= triesOfPerson && all.consumedPoints <= triesOfAddress) return;
  const problem = "too-many-requests";
  const isFirst = own.consumedPoints === triesOfPerson + 1 || all.consumedPoints === triesOfAddress + 1;
  if (isFirst) {
    const reason = "too many codes entered; more are not recorded";
    await record(person, facts, { kind: "pairing.refused", detail: { problem, reason } });
  }
  throw new PortalError(problem, "codes of machines entered");
}

export function shownPairing({ holder, begunAt, ...pairing }: Pairing, facts: RequestFacts): ShownPairing {
  const sameAddress = holder === holderOf(facts.address);
  return { ...pairing, sameAddress, begunAt: begunAt.toISOString() };
}

/**
 * Makes the machine that shows this code the person's to decide on. Throws `pairing-unknown` where none does, and in the same
 * words where somebody else was first or it is over: only the record tells these apart.
 */
export async function enterUserCode(
  { id: sessionId, person }: Session,
  typed: string,
  facts: RequestFacts,
): Promise<ShownPairing> {
  await mustNotGuess(person, facts);
  const code = plainUserCode(typed);
  const found = code === null ? "none" : await claimPairing(code, { personId: person.id, sessionId });
  if (typeof found === "string") {
    const problem = "pairing-unknown";
    const reason = found === "none" ? "no such code" : "somebody else was first, or it is decided or over";
    await record(person, facts, { kind: "pairing.refused", detail: { problem, reason } });
    throw new PortalError(problem, reason);
  }
  const shown = shownPairing(found, facts);
  const { id, machine, address, sameAddress } = shown;
  await record(person, facts, { kind: "pairing.claimed", detail: { id, machine, address, sameAddress } });
  return shown;
}

/** Throws `pairing-over` where this session has no such machine before it. */
async function pending(session: Session, id: string): Promise<Pairing> {
  const pairing = await claimedPairing(session.id, id);
  if (!pairing) throw new PortalError("pairing-over", `pairing ${id}`);
  return pairing;
}

/** The record said that it was decided, and then it was too late. */
async function tooLate(person: Person, id: string, facts: RequestFacts): Promise<never> {
  const problem = "pairing-over";
  await record(person, facts, { kind: "pairing.refused", detail: { problem, id } });
  throw new PortalError(problem, `pairing ${id}`);
}

/**
 * The machine may come for a token. Throws `pairing-over`, and whatever stands against such a token now: the person should hear of
 * it, not the machine.
 */
export async function approveMachine(
  session: Session,
  { id, wanted }: { id: string; wanted: AccessTokenWanted },
  facts: RequestFacts,
): Promise<void> {
  const { person } = session;
  const { machine, address } = await pending(session, id);
  const { grants } = await plannedToken(person, wanted);
  const { hours, networks } = wanted;
  await record(person, facts, {
    kind: "pairing.approved",
    detail: { id, machine, address, roles: grants?.length ?? null, networks: networks.length, hours },
  });
  if (!(await approvePairing(id, session.id, { wanted, graceSeconds }))) await tooLate(person, id, facts);
}

/** The machine hears of it when it asks next. Throws `pairing-over`. */
export async function denyMachine(session: Session, id: string, facts: RequestFacts): Promise<void> {
  await pending(session, id);
  await record(session.person, facts, { kind: "pairing.denied", detail: { id } });
  if (!(await denyPairing(id, session.id))) await tooLate(session.person, id, facts);
}
