/**
 * Connecting to AWS by a device's code, from the click to the kept token. A code belongs to one browser session and one
 * person, and what somebody else approved gives them nothing.
 */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { deviceToken } from "@/lib/aws/device-authorization";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import type { IdentityCenterToken } from "@/lib/aws/token-answer";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { mustBeTheirs } from "@/lib/portal/confirm-identity";
import { newDeviceCode } from "@/lib/portal/device-registration";
import { isConnected } from "@/lib/portal/is-connected";
import { mustNotBeBlocked } from "@/lib/portal/must-not-be-blocked";
import { paced } from "@/lib/portal/paced";
import { codeInstance, pendingCode, type ShownCode, shownCode } from "@/lib/portal/pending-code";
import { record } from "@/lib/portal/record";
import { firstKeys } from "@/lib/portal/token-owner";
import { leaseConnection, releaseConnection, saveConnection } from "@/lib/store/connections";
import { deviceClientById } from "@/lib/store/device-clients";
import {
  beginDeviceSignIn,
  type DeviceSignIn,
  endDeviceSignIn,
  slowPoll,
  takePoll,
} from "@/lib/store/device-sign-ins";
import type { Lease } from "@/lib/store/leases";

export type ConnectionState = { state: "pending"; intervalSeconds: number } | { state: "connected" };

/** Longer than an answer of AWS and the check of whose it is may take. */
const leaseSeconds = 60;

/**
 * AWS allows an interval of one second; a company that connects at nine in the morning would spend its whole quota on
 * questions. A page asks at once when its person comes back to it, so that this is hardly felt.
 */
const leastIntervalSeconds = 3;

/** New codes a minute and person: each is a call from the quota that all share. */
const codesPerMinute = 10;

async function mustNotFlood(person: Person): Promise<void> {
  const limiter = once("device-codes", () => new RateLimiterMemory({ points: codesPerMinute, duration: 60 }));
  const { consumedPoints } = await limiter.penalty(person.id);
  if (consumedPoints > codesPerMinute) throw new PortalError("too-many-requests", "codes to approve");
}

/** Gets a code to approve at AWS. It replaces the one that this session had at this instance. */
export async function beginConnection(
  person: Person,
  sessionId: string,
  instanceId: string,
  facts: RequestFacts,
): Promise<ShownCode> {
  const instance = codeInstance(instanceId);
  await mustNotFlood(person);
  // Before AWS is asked: from here on somebody could be persuaded to approve.
  const detail = { instance: instance.id, way: "device-code" };
  await record(person, facts, { kind: "connection.begun", detail });

  const given = await newDeviceCode(instance, facts);
  const code = { ...given, intervalSeconds: Math.max(given.intervalSeconds, leastIntervalSeconds) };
  await beginDeviceSignIn({ ...code, sessionId, instance: instance.id, personId: person.id });
  return shownCode(code);
}

type Waiting = { person: Person; sessionId: string; instance: Instance; facts: RequestFacts };

/**
 * Whether it was approved. AWS is asked once per interval, whatever the number of tabs and replicas. Throws
 * `aws-approval-expired`, `aws-approval-denied` or `identity-mismatch` where only a new code helps.
 */
export async function pollConnection(
  person: Person,
  sessionId: string,
  instanceId: string,
  facts: RequestFacts,
): Promise<ConnectionState> {
  const instance = codeInstance(instanceId);
  const waiting = { person, sessionId, instance, facts };
  const begun = await pendingCode(person, sessionId, instance, facts);
  if (!begun) return await settled(waiting);
  if (!(await takePoll(sessionId, instance.id))) return stillPending(begun);

  // Held from before AWS is asked until the token is kept: AWS gives it once, and calls a second question expired.
  const lease = await leaseConnection(person.id, instance.id, leaseSeconds);
  if (!lease) return stillPending(begun);
  try {
    const current = await pendingCode(person, sessionId, instance, facts);
    if (current?.deviceCode === begun.deviceCode) return await asked(waiting, begun, lease);
  } finally {
    await releaseConnection(lease);
  }
  return await settled(waiting);
}

/** Asks AWS, and keeps the token that comes if it is this person's. */
async function asked(waiting: Waiting, begun: DeviceSignIn, lease: Lease): Promise<ConnectionState> {
  const { person, sessionId, instance, facts } = waiting;
  const answer = await askedOnce(waiting, begun).catch((failure) => refused(waiting, failure));
  if (answer === "slow-down") await slowPoll(sessionId, instance.id);
  if (typeof answer === "string") return stillPending(begun, answer === "slow-down" ? 5 : 0);

  // It has served, whatever becomes of its token.
  await endDeviceSignIn(sessionId, instance.id);
  const { token } = answer;
  const arn = await ownerOf(waiting, token);
  const detail = { instance: instance.id, expiresAt: token.expiresAt.toISOString(), ...(arn && { arn }) };
  await record(person, facts, { kind: "connection.made", detail });
  if (await saveConnection(lease, { ...token, arn, clientId: begun.clientId })) return { state: "connected" };
  // It is kept nowhere: nobody could end it later.
  await signOutOfAws(instance, token.accessToken, facts).catch(() => undefined);
  await mustNotBeBlocked(person);
  throw new PortalError(
    "aws-slow",
    "AWS took longer to say whose the token is than anybody may hold the row",
  );
}

/** Not repeated when it fails, unlike other calls: the next poll is the repetition, and not before its time. */
async function askedOnce({ instance, facts }: Waiting, { clientId, deviceCode }: DeviceSignIn) {
  const client = await deviceClientById(clientId);
  if (!client) throw new PortalError("aws-approval-expired", "its registration is gone");
  const over = new AbortController();
  return await paced(instance, { priority: "mint", signal: over.signal }, () =>
    deviceToken(instance, client, deviceCode, facts).catch((failure: unknown) => {
      over.abort(failure);
      throw failure;
    }),
  );
}

/** A code that AWS has done with is done with here. */
async function refused({ person, sessionId, instance, facts }: Waiting, failure: unknown): Promise<never> {
  const problem = problemOf(failure);
  const isOver = problem === "aws-approval-denied" || problem === "aws-approval-expired";
  if (isOver) await endDeviceSignIn(sessionId, instance.id);
  if (problem === "aws-approval-denied") {
    const detail = { problem, instance: instance.id };
    await record(person, facts, { kind: "connection.refused", detail });
  }
  throw failure;
}

/**
 * By which ARN AWS knows the person, before anything is read with their token. Somebody else's token is ended at AWS as well.
 * Null where it reaches no account: nothing can be had with it, and the first keys it ever gives are asked the same.
 */
async function ownerOf(
  { person, instance, facts }: Waiting,
  { accessToken }: IdentityCenterToken,
): Promise<string | null> {
  const credentials = await firstKeys(instance, accessToken, facts);
  if (!credentials) return null;
  const drop = () => signOutOfAws(instance, accessToken, facts).catch(() => undefined);
  return await mustBeTheirs(person, instance, { credentials, drop }, facts);
}

/** This session waits for nothing: it is connected, or another tab's answer is on its way in, or its code is over. */
async function settled({ person, instance }: Waiting): Promise<ConnectionState> {
  const lease = await leaseConnection(person.id, instance.id, leaseSeconds);
  if (!lease) return { state: "pending", intervalSeconds: leastIntervalSeconds };
  await releaseConnection(lease);
  if (await isConnected(person, instance)) return { state: "connected" };
  throw new PortalError("aws-approval-expired", "this session waits for no code that is still good");
}

function stillPending({ intervalSeconds }: DeviceSignIn, more = 0): ConnectionState {
  return { state: "pending", intervalSeconds: intervalSeconds + more };
}
