/** How accounts look to everybody, by the rules that count now. */

import "server-only";
import type { AccountLook } from "@/lib/core/account-look";
import type { AccountRuleSet } from "@/lib/core/account-rules";
import { forget, once } from "@/lib/core/once";
import { problemOf } from "@/lib/core/portal-error";
import { usualAccountRules } from "@/lib/core/usual-account-rules";
import { type CompiledRules, compileAccountRules, type RuledAccount } from "@/lib/policy/account-rules";
import { latestAccountRules } from "@/lib/store/account-rules";

/** Everybody's accounts are mostly the same ones: this is far more than one company has. */
const mostKept = 20_000;
/** How long a change that another replica saved may go unseen. Milliseconds. */
const freshMs = 1000;

type LookOf = (account: RuledAccount) => AccountLook | null;

type Current = {
  /** Null where rules are stored that this version of Sallyport cannot read. */
  version: number | null;
  /** Whether any rule asks for the account's name, or may. */
  anyConfirms: boolean;
  lookOf: LookOf;
};

/** Rules of a newer version do not break anybody's list. What they would ask of people is asked of everybody. */
const unreadable: Current = { version: null, anyConfirms: true, lookOf: () => null };

type Remembered = { name: string | null; path: string | null; look: AccountLook | null };

/** The same question is asked of the same account at every visit of everybody. Mostly it has one name. */
function remembering({ decide }: CompiledRules): LookOf {
  const kept = new Map<string, Remembered>();
  return (account) => {
    const { accountId, name, path } = account;
    const known = kept.get(accountId);
    if (known && known.name === name && known.path === path) return known.look;
    const look = decide(account)?.look ?? null;
    if (kept.size >= mostKept) kept.clear();
    kept.set(accountId, { name, path, look });
    return look;
  };
}

type Held = { readAt: number; current: Promise<Current> | null };

function held(): Held {
  return once("account-looks", () => ({ readAt: Number.NEGATIVE_INFINITY, current: null }));
}

async function readRules(): Promise<AccountRuleSet | null> {
  try {
    return await latestAccountRules();
  } catch (failure) {
    if (problemOf(failure) === "unexpected") return null;
    throw failure;
  }
}

async function read(before: Promise<Current> | null): Promise<Current> {
  const latest = await readRules();
  if (!latest) return unreadable;
  const { version } = latest;
  // Nobody has said anything yet: names speak for themselves.
  const rules = version === 0 ? usualAccountRules : latest.rules;
  const known = (await before?.catch(() => null)) ?? null;
  // An unchanged version keeps what was worked out with it.
  if (known && known.version === version) return known;
  const lookOf = remembering(compileAccountRules(rules));
  return { version, anyConfirms: rules.some(({ confirm }) => confirm), lookOf };
}

/** The rules that count, at most a second old. Asked for by many at once, they are read once. */
export async function currentLooks(): Promise<Current> {
  const now = held();
  if (now.current && performance.now() - now.readAt < freshMs) return await now.current;
  const reading = read(now.current);
  Object.assign(now, { readAt: performance.now(), current: reading });
  // A reading that failed answers those who waited for it and nobody after them.
  reading.catch(() => now.current === reading && Object.assign(now, { current: null }));
  return await reading;
}

/** Whoever saved rules sees them at once. */
export function forgetLooks(): void {
  forget("account-looks");
}

/** Throws `store-unavailable`. */
export async function accountLooks(): Promise<LookOf> {
  return (await currentLooks()).lookOf;
}
