/**
 * Keys for machines. They may be handed out again while enough of them is left and AWS has confirmed the role lately, and they are
 * made once, however many programs ask, in this process or another. Whoever hangs up cancels nothing: the next try finds them.
 */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env, type Instance } from "@/lib/env";
import { mint } from "@/lib/portal/mint";
import { record } from "@/lib/portal/record";
import {
  forgetSealedCredentials,
  type KeptCredentials,
  leaseCredentials,
  releaseCredentials,
  reusableCredentials,
  saveCredentials,
} from "@/lib/store/sealed-credentials";

/** `reused`: they were not made for this request. */
export type SharedKeys = { credentials: Credentials; reused: boolean };

/** How long making keys may hold the others up, and how long they wait for it. */
const leaseSeconds = 30;

/**
 * Keys that may be handed out again, if there are any. A row that does not open was sealed under a secret that is gone, or was put there
 * by somebody: that goes on the record, and the row goes.
 */
export async function keptKeys(
  person: Person,
  grant: Grant,
  facts: RequestFacts,
): Promise<KeptCredentials | null> {
  const { MACHINE_KEYS_CONFIRMED_MINUTES: confirmedWithin, MACHINE_KEYS_LEFT_MINUTES: leastLeft } = env();
  try {
    return await reusableCredentials(person.id, grant, { confirmedWithin, leastLeft });
  } catch (failure) {
    if (problemOf(failure) !== "unexpected") throw failure;
    const detail = { problem: "unexpected", reason: "the sealed keys did not open" };
    await record(person, facts, { kind: "credentials.failed", grant, detail });
    await forgetSealedCredentials(person.id, grant);
    return null;
  }
}

async function minted(
  person: Person,
  instance: Instance,
  grant: Grant,
  facts: RequestFacts,
): Promise<SharedKeys | null> {
  const lease = await leaseCredentials(person.id, grant, leaseSeconds);
  if (!lease) return null;
  try {
    // Looked for after the lease: whoever held it before may have just kept them.
    const kept = await keptKeys(person, grant, facts);
    const credentials = kept?.credentials ?? (await mint(person, instance, grant, facts));
    if (kept) await releaseCredentials(lease);
    // Not kept where they were purged meanwhile: whoever asked still has to pass the last look at who may have them.
    else await saveCredentials(lease, credentials);
    return { credentials, reused: kept !== null };
  } catch (failure) {
    await releaseCredentials(lease).catch(() => undefined);
    throw failure;
  }
}

/** With no transaction open while AWS is asked: other replicas look again until the keys are there, or it is their turn. */
async function mintedOnce(
  person: Person,
  instance: Instance,
  grant: Grant,
  facts: RequestFacts,
): Promise<SharedKeys> {
  const deadline = Date.now() + leaseSeconds * 1000;
  while (Date.now() < deadline) {
    const keys = await minted(person, instance, grant, facts);
    if (keys) return keys;
    await pause(50 + Math.random() * 100);
    const kept = await keptKeys(person, grant, facts);
    if (kept) return { credentials: kept.credentials, reused: true };
  }
  throw new PortalError("aws-slow", "another replica has been making these keys for too long");
}

/** Keys being made in this process, by whom and what they are for. */
function flights(): Map<string, Promise<SharedKeys>> {
  return once("shared-keys", () => new Map());
}

/** Keys from AWS, or those that somebody else is just getting there. They share a failure, too: AWS has answered them all. */
export async function sharedKeys(
  person: Person,
  instance: Instance,
  grant: Grant,
  facts: RequestFacts,
): Promise<SharedKeys> {
  const name = JSON.stringify([person.id, grant.instance, grant.accountId, grant.role]);
  const underWay = flights().get(name);
  if (underWay !== undefined) return { ...(await underWay), reused: true };
  const flight = mintedOnce(person, instance, grant, facts);
  flights().set(name, flight);
  return await flight.finally(() => flights().delete(name));
}
