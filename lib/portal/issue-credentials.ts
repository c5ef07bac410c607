/** Taking a role, from request to keys. Read this file to know what the portal promises. */

import "server-only";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { accountName } from "@/lib/portal/account-name";
import { instanceNamed } from "@/lib/portal/instance";
import { mint } from "@/lib/portal/mint";
import { isConfirmed, mustBeConfirmed } from "@/lib/portal/must-be-confirmed";
import { mustNotBeBlocked } from "@/lib/portal/must-not-be-blocked";
import { noteUse } from "@/lib/portal/note-use";
import { record } from "@/lib/portal/record";
import { recordOutcome } from "@/lib/portal/record-outcome";
import { keptKeys, type SharedKeys, sharedKeys } from "@/lib/portal/shared-keys";
import type { KeptCredentials } from "@/lib/store/sealed-credentials";

export type IssuedCredentials = { credentials: Credentials; region: string };

/** A program that asks for a person. People's own doors always have AWS make keys; programs may be handed the same ones again. */
export type Machine = {
  /** Of its access token: for the record. */
  fingerprint: string;
  /** Whether the person named this very account when they let the program in: it cannot type a name. */
  named: boolean;
  /** Throws where the program may no longer ask: keys can take seconds to come, and so can the record. */
  mustStillBeIn(): Promise<void>;
};

type Wanted = {
  grant: Grant;
  /** What the keys are for: for the record alone. */
  format?: string | undefined;
  /** What the person typed where the account asks for its name. */
  confirmation?: string | undefined;
  machine?: Machine | undefined;
};

/** Keys that are there already. What is refused without them is refused, and recorded, as it is for everybody. */
async function kept(person: Person, wanted: Wanted, facts: RequestFacts): Promise<KeptCredentials | null> {
  const { grant, machine } = wanted;
  if (!machine) return null;
  const mayBeTaken = machine.named || (await isConfirmed(person, grant, undefined).catch(() => false));
  return mayBeTaken ? await keptKeys(person, grant, facts) : null;
}

async function mustStillBeIn(person: Person, machine: Machine | undefined): Promise<void> {
  await (machine ? machine.mustStillBeIn() : mustNotBeBlocked(person));
}

async function taken(
  person: Person,
  { grant, confirmation, machine }: Wanted,
  facts: RequestFacts,
): Promise<SharedKeys> {
  const instance = instanceNamed(grant.instance);
  if (!machine?.named) await mustBeConfirmed(person, grant, confirmation);
  const keys = machine
    ? await sharedKeys(person, instance, grant, facts)
    : { credentials: await mint(person, instance, grant, facts), reused: false };
  await mustStillBeIn(person, machine);
  return keys;
}

type Subject = { grant: Grant; accountName?: string; tokenFingerprint?: string };

async function requested(person: Person, facts: RequestFacts, wanted: Wanted, subject: Subject) {
  const detail = purposeOf(wanted);
  // Before AWS is asked: a crash between its answer and our record must leave a trace.
  const { id: requestId } = await record(person, facts, {
    kind: "credentials.requested",
    ...subject,
    detail,
  });
  const keys = await taken(person, wanted, facts).catch((failure) =>
    recordOutcome(person, facts, { of: "credentials", ...subject, requestId, failure }),
  );
  return { ...keys, requestId };
}

function purposeOf({ format }: Wanted): { format?: string } {
  return format === undefined ? {} : { format };
}

/** Throws a problem, and hands out nothing, where AWS does not give the role or the record cannot be written. */
export async function issueCredentials(
  person: Person,
  facts: RequestFacts,
  wanted: Wanted,
): Promise<IssuedCredentials> {
  const { grant, machine } = wanted;
  const ready = await kept(person, wanted, facts);
  const known = ready ? { name: ready.accountName } : undefined;
  const token = machine ? { tokenFingerprint: machine.fingerprint } : {};
  const subject = { grant, ...token, ...(await accountName(person, grant, known)) };
  const keys = ready
    ? { credentials: ready.credentials, reused: true }
    : await requested(person, facts, wanted, subject);
  const { credentials, reused, ...answered } = keys;
  const expiresAt = credentials.expiresAt.toISOString();
  // Before the keys leave: if this cannot be written, nobody gets them.
  await record(person, facts, {
    kind: "credentials.issued",
    ...subject,
    ...answered,
    accessKeyId: credentials.accessKeyId,
    detail: { ...purposeOf(wanted), expiresAt, ...(reused ? { reused } : {}) },
  });
  // And nobody gets them who was shut out while it was written.
  await mustStillBeIn(person, machine).catch((failure) =>
    recordOutcome(person, facts, { of: "credentials", ...subject, ...answered, failure }),
  );
  if (!machine) noteUse(person, grant);
  return { credentials, region: instanceNamed(grant.instance).region };
}
