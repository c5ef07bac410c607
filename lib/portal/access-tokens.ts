/** The pages on which access tokens are looked at, made and revoked: a person's own, and everybody's for administrators. */

import "server-only";
import { calledName } from "@/lib/core/account-look";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { NewToken, OwnedToken, ShownToken } from "@/lib/core/shown-token";
import { env } from "@/lib/env";
import { connectedUntil, hasOfflineAccess } from "@/lib/portal/access-token-life";
import { endMachineAccess, revokeTokens } from "@/lib/portal/end-machine-access";
import { keptGrants } from "@/lib/portal/kept-grants";
import {
  acknowledgeToken,
  livingTokens,
  tokensOf,
  unacknowledgedTokens,
} from "@/lib/store/access-token-list";
import { personById } from "@/lib/store/people";

/** More than may live at once, and ended ones beside them. */
const mostShown = 100;
const mostShownToAdministrators = 200;

/** So long somebody is told of a new token who does not say that they know it. */
const newsMs = 24 * 60 * 60 * 1000;

export type TokensPage = {
  tokens: readonly ShownToken[];
  /** What the accounts in them are called, by `instance/account`. */
  names: Readonly<Record<string, string>>;
  /** What a token that is made now would hang on. */
  life: {
    usualHours: number;
    mostHours: number;
    /** Whether the provider can be asked while the person is away. */
    offline: boolean;
    /** Without that, a token ends then at the latest; null: there is nothing that it could hang on. ISO 8601. */
    connectedUntil: string | null;
  };
};

async function accountNames(person: Person, tokens: readonly ShownToken[]): Promise<Record<string, string>> {
  const named = tokens.flatMap(({ grants }) => grants ?? []);
  const wanted = new Set(named.map(({ instance, accountId }) => `${instance}/${accountId}`));
  if (wanted.size === 0) return {};
  const accounts = await keptGrants(person.id);
  const called = accounts.map(
    (account) => [`${account.instance}/${account.accountId}`, calledName(account)] as const,
  );
  return Object.fromEntries(called.filter(([account]) => wanted.has(account)));
}

export async function tokensPage(person: Person): Promise<TokensPage> {
  const [tokens, offline, until] = await Promise.all([
    tokensOf(person.id, mostShown),
    hasOfflineAccess(person),
    connectedUntil(person, "all"),
  ]);
  const { ACCESS_TOKEN_HOURS, ACCESS_TOKEN_MOST_HOURS } = env();
  const usualHours = Math.min(ACCESS_TOKEN_HOURS, ACCESS_TOKEN_MOST_HOURS);
  const life = { usualHours, mostHours: ACCESS_TOKEN_MOST_HOURS, offline };
  const names = await accountNames(person, tokens);
  return { tokens, names, life: { ...life, connectedUntil: until?.toISOString() ?? null } };
}

/** For a notice: what was made lately in the person's name, and they have not said that it was them. */
export async function newTokens(person: Person): Promise<readonly NewToken[]> {
  return await unacknowledgedTokens(person.id, new Date(Date.now() - newsMs));
}

export async function acknowledge(person: Person, id: string): Promise<void> {
  await acknowledgeToken(person.id, id);
}

/** One of the person's own, or all. Answers how many ended; none where it was over already, or is somebody else's. */
export async function revokeOwn(
  person: Person,
  facts: RequestFacts,
  id: string | null,
  noticed: (failure: unknown) => void,
): Promise<number> {
  const ending = { why: "person", noticed } as const;
  return id === null
    ? await endMachineAccess(person, facts, ending)
    : await revokeTokens(person, facts, { ...ending, id });
}

/** The newest; `whole` says whether these are all. */
export async function everybodysTokens(
  person: string | null,
): Promise<{ tokens: readonly OwnedToken[]; whole: boolean }> {
  const tokens = await livingTokens(person, mostShownToAdministrators + 1);
  const whole = tokens.length <= mostShownToAdministrators;
  return { tokens: tokens.slice(0, mostShownToAdministrators), whole };
}

/** Anybody's, by an administrator. Throws `not-found` where there is no such person. */
export async function revokeAnybodys(
  by: Person,
  facts: RequestFacts,
  whose: { personId: string; id?: string | undefined },
  noticed: (failure: unknown) => void,
): Promise<number> {
  const owner = await personById(whose.personId);
  if (!owner) throw new PortalError("not-found", `no person is ${whose.personId}`);
  const ending = { why: "administrator", by, noticed } as const;
  return whose.id === undefined
    ? await endMachineAccess(owner, facts, ending)
    : await revokeTokens(owner, facts, { ...ending, id: whose.id });
}
