/**
 * Device sign-ins that are under way: one for each browser session and instance, sealed for the person who began it.
 * AWS is asked how one stands no oftener than it said, by all replicas together, on the database's clock.
 */

import "server-only";
import { z } from "zod";
import { PortalError } from "@/lib/core/portal-error";
import { asking } from "./database";
import { hashed } from "./hashed";
import { seal, unseal } from "./seal";

export type DeviceSignIn = {
  personId: string;
  instance: string;
  deviceCode: string;
  /** The registration that it was begun with. */
  clientId: string;
  /** What the person compares with what AWS shows. */
  userCode: string;
  verificationUri: string;
  verificationUriComplete: string;
  intervalSeconds: number;
  expiresAt: Date;
};

const Sealed = z.object({
  session: z.string(),
  deviceCode: z.string(),
  clientId: z.string(),
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string(),
});

function sealedFor(personId: string, instance: string) {
  return { person: personId, purpose: `device sign-in at ${instance}` };
}

/** Stands in the sealed text, so that a row moved to another session of the same person is none there. */
function markOf(sessionId: string): string {
  return Buffer.from(hashed(sessionId)).toString("base64url");
}

/** Replaces one that is under way in this session at this instance. */
export async function beginDeviceSignIn(signIn: DeviceSignIn & { sessionId: string }): Promise<void> {
  const { sessionId, personId, instance, intervalSeconds, expiresAt, ...secrets } = signIn;
  const text = JSON.stringify({ ...secrets, session: markOf(sessionId) });
  const sealed = seal(text, sealedFor(personId, instance));
  await asking(
    "begin device sign-in",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO device_sign_in
        (session_hash, instance, person_id, sealed, interval_seconds, next_poll_at, expires_at)
      VALUES (${hashed(sessionId)}, ${instance}, ${personId}::uuid, ${sealed}, ${intervalSeconds}::int, now(),
        ${expiresAt}::timestamptz)
      ON CONFLICT (session_hash, instance) DO UPDATE SET
        person_id = EXCLUDED.person_id, sealed = EXCLUDED.sealed, interval_seconds = EXCLUDED.interval_seconds,
        next_poll_at = EXCLUDED.next_poll_at, expires_at = EXCLUDED.expires_at`,
  );
}

/**
 * The one under way, also when its time is over. Throws `unexpected` where the row does not open: it was sealed with another
 * secret, or was tampered with.
 */
export async function deviceSignIn(sessionId: string, instance: string): Promise<DeviceSignIn | null> {
  const row = await asking("read device sign-in", ({ prisma }) =>
    prisma.deviceSignIn.findUnique({
      where: { sessionHash_instance: { sessionHash: hashed(sessionId), instance } },
      select: { personId: true, sealed: true, intervalSeconds: true, expiresAt: true },
    }),
  );
  if (!row) return null;
  const { sealed, ...kept } = row;
  const { session, ...opened } = Sealed.parse(JSON.parse(unseal(sealed, sealedFor(row.personId, instance))));
  if (session !== markOf(sessionId)) {
    throw new PortalError("unexpected", `integrity: device sign-in at ${instance} is another session's`);
  }
  return { ...kept, ...opened, instance };
}

/** True for one caller in each interval, on whichever replica: that one asks AWS. */
export async function takePoll(sessionId: string, instance: string): Promise<boolean> {
  const count = await asking(
    "take poll",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE device_sign_in SET next_poll_at = now() + make_interval(secs => interval_seconds)
      WHERE session_hash = ${hashed(sessionId)} AND instance = ${instance} AND next_poll_at <= now()`,
  );
  return count === 1;
}

/** After AWS said `slow_down`: five seconds more, from now on (RFC 8628, 3.5). */
export async function slowPoll(sessionId: string, instance: string): Promise<void> {
  await asking(
    "slow poll",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE device_sign_in SET interval_seconds = interval_seconds + 5,
        next_poll_at = now() + make_interval(secs => interval_seconds + 5)
      WHERE session_hash = ${hashed(sessionId)} AND instance = ${instance}`,
  );
}

export async function endDeviceSignIn(sessionId: string, instance: string): Promise<void> {
  await asking("end device sign-in", ({ prisma }) =>
    prisma.deviceSignIn.deleteMany({ where: { sessionHash: hashed(sessionId), instance } }),
  );
}

/** Answers how many. */
export async function forgetDeviceSignIns(before: Date): Promise<number> {
  const { count } = await asking("forget device sign-ins", ({ prisma }) =>
    prisma.deviceSignIn.deleteMany({ where: { expiresAt: { lt: before } } }),
  );
  return count;
}
