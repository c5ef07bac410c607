/**
 * Shutting a person out, and letting them in again. What is ours ends in one transaction, on every replica, before anybody else is
 * asked; what AWS has issued lives on until its own end, which the person's page tells.
 */

import "server-only";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { instances } from "@/lib/env";
import { mayBlock } from "@/lib/policy/may-block";
import { paced } from "@/lib/portal/paced";
import { record } from "@/lib/portal/record";
import { personById } from "@/lib/store/people";
import { block, blockOf, type Ended, lift } from "@/lib/store/person-blocks";

type Noticed = (failure: unknown) => void;

/** What the record calls a person besides their id. */
function called({ id, name, email }: Person): { id: string; name: string } {
  return { id, name: (name ?? email ?? id).slice(0, 512) };
}

async function existing(personId: string): Promise<Person> {
  const person = await personById(personId);
  if (!person) throw new PortalError("not-found", `no person is ${personId}`);
  return person;
}

/** Once they are gone here. Nobody waits for AWS, and its failure undoes nothing: the log is told. */
function signOutThere(ended: Ended["connections"], facts: RequestFacts, noticed: Noticed): void {
  for (const { instance: id, accessToken } of ended) {
    const instance = instances().find((one) => one.id === id);
    if (!instance) continue;
    const asked = paced(instance, { priority: "mint" }, () => signOutOfAws(instance, accessToken, facts));
    asked.catch(noticed);
  }
}

async function recordRevoked(
  by: Person,
  facts: RequestFacts,
  { owner, tokens }: { owner: string; tokens: Ended["tokens"] },
  noticed: Noticed,
): Promise<void> {
  for (const { name, fingerprint: tokenFingerprint } of tokens) {
    const event = {
      kind: "access-token.revoked",
      tokenFingerprint,
      detail: { name, why: "block", owner },
    } as const;
    await record(by, facts, event).catch(noticed);
  }
}

/** What the record said has not come to be. Throws the failure again. */
async function failed(
  by: Person,
  facts: RequestFacts,
  { requestId, id, failure }: { requestId: string; id: string; failure: unknown },
): Promise<never> {
  const detail = { id, problem: problemOf(failure) };
  await record(by, facts, { kind: "person.block-failed", requestId, detail }).catch(() => null);
  throw failure;
}

export type BlockAnswer = { sessions: number; tokens: number };

/**
 * No sign-in, no keys, no token and no renewal from here on. Of a person who is blocked already, what has come to life in spite of
 * it ends, and the first block stays as it is. Answers how many sessions and access tokens ended. Throws `cannot-block-yourself`,
 * `not-found`, and `not-recorded` with nothing changed.
 */
export async function blockPerson(
  by: Person,
  facts: RequestFacts,
  { personId, reason }: { personId: string; reason: string },
  noticed: Noticed = () => undefined,
): Promise<BlockAnswer> {
  const person = await existing(personId);
  if (!mayBlock(by, person)) throw new PortalError("cannot-block-yourself", `person ${by.id}`);
  const { id: requestId } = await record(by, facts, {
    kind: "person.blocked",
    detail: { ...called(person), reason },
  });
  const ended = await block({ personId: person.id, by: by.id, reason }).catch((failure) =>
    failed(by, facts, { requestId, id: person.id, failure }),
  );
  signOutThere(ended.connections, facts, noticed);
  await recordRevoked(by, facts, { owner: person.id, tokens: ended.tokens }, noticed);
  return { sessions: ended.sessions, tokens: ended.tokens.length };
}

/** They may sign in again; nothing that ended comes back. Answers whether there was a block. Throws `not-found` and `not-recorded`. */
export async function liftBlock(by: Person, facts: RequestFacts, personId: string): Promise<boolean> {
  const person = await existing(personId);
  if (!(await blockOf(person.id))) return false;
  const { id: requestId } = await record(by, facts, { kind: "person.unblocked", detail: called(person) });
  return await lift({ personId: person.id, by: by.id }).catch((failure) =>
    failed(by, facts, { requestId, id: person.id, failure }),
  );
}
