/** Taking a role, from request to keys. Read this file to know what the portal promises. */

import "server-only";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { accountName } from "@/lib/portal/account-name";
import { instanceNamed } from "@/lib/portal/instance";
import { mint } from "@/lib/portal/mint";
import { mustBeConfirmed } from "@/lib/portal/must-be-confirmed";
import { noteUse } from "@/lib/portal/note-use";
import { record } from "@/lib/portal/record";
import { recordOutcome } from "@/lib/portal/record-outcome";

export type IssuedCredentials = { credentials: Credentials; region: string };

type Wanted = {
  grant: Grant;
  /** What the keys are for: for the record alone. */
  format?: string | undefined;
  /** What the person typed where the account asks for its name. */
  confirmation?: string | undefined;
};

async function taken(person: Person, { grant, confirmation }: Wanted, facts: RequestFacts) {
  const instance = instanceNamed(grant.instance);
  await mustBeConfirmed(person, grant, confirmation);
  return { instance, credentials: await mint(person, instance, grant, facts) };
}

/** Throws a problem, and hands out nothing, where AWS does not give the role or the record cannot be written. */
export async function issueCredentials(
  person: Person,
  facts: RequestFacts,
  wanted: Wanted,
): Promise<IssuedCredentials> {
  const { grant, format } = wanted;
  const purpose = format === undefined ? {} : { format };
  const subject = { grant, ...(await accountName(person, grant)) };
  // Before AWS is asked: a crash between its answer and our record must leave a trace.
  const requested = await record(person, facts, {
    kind: "credentials.requested",
    ...subject,
    detail: purpose,
  });

  const { instance, credentials } = await taken(person, wanted, facts).catch((failure) =>
    recordOutcome(person, facts, { of: "credentials", ...subject, requestId: requested.id, failure }),
  );
  // Before the keys leave: if this cannot be written, nobody gets them.
  await record(person, facts, {
    kind: "credentials.issued",
    ...subject,
    requestId: requested.id,
    accessKeyId: credentials.accessKeyId,
    detail: { ...purpose, expiresAt: credentials.expiresAt.toISOString() },
  });
  noteUse(person, grant);
  return { credentials, region: instance.region };
}
