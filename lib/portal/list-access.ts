/** Every account and role that a person may use, as AWS tells it, piece by piece. */

import "server-only";
import { rolesPage } from "@/lib/aws/account-roles";
import { accountsPage } from "@/lib/aws/accounts";
import type { AccessLine } from "@/lib/core/access";
import type { Account } from "@/lib/core/account";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import { type Instance, instances } from "@/lib/env";
import { withIdentityCenterToken } from "@/lib/portal/identity-center-token";
import { paced } from "@/lib/portal/paced";

type Page<T> = { items: readonly T[]; next: string | null };

type Reader = { person: Person; facts: RequestFacts; signal: AbortSignal };

/** Accounts asked for at the same time. The pace is the quota's row; this only covers AWS's own delay. */
const atOnce = 8;

/** All pages of one of AWS's lists. */
async function allPages<T>(
  instance: Instance,
  { person, facts, signal }: Reader,
  ask: (token: string, next: string | null) => Promise<Page<T>>,
): Promise<T[]> {
  const all: T[] = [];
  let next: string | null = null;
  do {
    const from: string | null = next;
    const page: Page<T> = await withIdentityCenterToken(person, instance, facts, (token) =>
      paced(instance, { priority: "interactive", signal }, () => ask(token, from)),
    );
    all.push(...page.items);
    next = page.next;
  } while (next !== null);
  return all;
}

async function accountsOf(instance: Instance, reader: Reader): Promise<Account[]> {
  const { facts, signal } = reader;
  return await allPages(instance, reader, async (token, next) => {
    const page = await accountsPage(instance, token, { ...facts, next, signal });
    return { items: page.accounts, next: page.next };
  });
}

async function rolesOf(instance: Instance, accountId: string, reader: Reader): Promise<AccessLine> {
  const { facts, signal } = reader;
  try {
    const roles = await allPages(instance, reader, async (token, next) => {
      const page = await rolesPage(instance, token, accountId, { ...facts, next, signal });
      return { items: page.roles, next: page.next };
    });
    return { kind: "roles", instance: instance.id, accountId, roles };
  } catch (failure) {
    return { kind: "account-failed", instance: instance.id, accountId, problem: problemOf(failure) };
  }
}

/** Several at once, each handed on as it comes. */
async function* asTheyCome<T, R>(items: readonly T[], work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const waiting = [...items];
  const running = new Map<number, Promise<{ key: number; result: R }>>();
  let key = 0;
  while (waiting.length > 0 || running.size > 0) {
    while (running.size < atOnce && waiting.length > 0) {
      const item = waiting.shift() as T;
      const mine = key++;
      running.set(
        mine,
        work(item).then((result) => ({ key: mine, result })),
      );
    }
    const done = await Promise.race(running.values());
    running.delete(done.key);
    yield done.result;
  }
}

/** What goes wrong for the person and so for every account: asking on would be as many sign-ins at AWS, all in vain. */
const ofThePerson: ReadonlySet<ProblemCode> = new Set([
  "aws-sign-in-ended",
  "aws-assignment-required",
  "aws-user-unmatched",
  "aws-misconfigured",
  "email-unverified",
]);

async function* accessTo(instance: Instance, reader: Reader): AsyncGenerator<AccessLine> {
  let accounts: Account[];
  try {
    accounts = await accountsOf(instance, reader);
  } catch (failure) {
    yield { kind: "instance-failed", instance: instance.id, problem: problemOf(failure) };
    return;
  }
  yield { kind: "accounts", instance: instance.id, accounts };
  for await (const line of asTheyCome(accounts, ({ accountId }) => rolesOf(instance, accountId, reader))) {
    yield line;
    if (reader.signal.aborted) return;
    if (line.kind !== "account-failed" || !ofThePerson.has(line.problem)) continue;
    yield { kind: "instance-failed", instance: instance.id, problem: line.problem };
    return;
  }
}

/** Accounts first, then each account's roles. An instance or account that fails says so and does not stop the rest. */
export async function* listAccess(
  person: Person,
  facts: RequestFacts,
  signal: AbortSignal,
): AsyncGenerator<AccessLine> {
  for (const instance of instances()) {
    yield* accessTo(instance, { person, facts, signal });
    if (signal.aborted) return;
  }
  yield { kind: "end", at: new Date().toISOString() };
}

/** One account again, after it failed. */
export async function listAccountRoles(
  person: Person,
  facts: RequestFacts,
  { instance, accountId }: { instance: Instance; accountId: string },
  signal: AbortSignal,
): Promise<AccessLine> {
  return await rolesOf(instance, accountId, { person, facts, signal });
}
