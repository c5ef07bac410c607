/** How accounts look to everybody, by the rules that count now. */

import "server-only";
import type { AccountLook } from "@/lib/core/account-look";
import { forget, once } from "@/lib/core/once";
import { type CompiledRules, compileAccountRules, type RuledAccount } from "@/lib/policy/account-rules";
import { latestAccountRules } from "@/lib/store/account-rules";

/** Everybody's accounts are mostly the same ones: this is far more than one company has. */
const mostKept = 20_000;
/** How long a change that another replica saved may go unseen. Milliseconds. */
const freshMs = 1000;

type Current = {
  version: number;
  /** Whether any rule asks for the account's name. */
  anyConfirms: boolean;
  lookOf: (account: RuledAccount) => AccountLook | null;
};

/** The same question is asked of the same account at every visit of everybody. */
function remembering({ decide }: CompiledRules): Current["lookOf"] {
  const kept = new Map<string, AccountLook | null>();
  return (account) => {
    const key = JSON.stringify([account.accountId, account.name, account.path]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const look = decide(account)?.look ?? null;
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, look);
    return look;
  };
}

type Held = { readAt: number; current: Promise<Current> | null };

function held(): Held {
  return once("account-looks", () => ({ readAt: Number.NEGATIVE_INFINITY, current: null }));
}

async function read(before: Promise<Current> | null): Promise<Current> {
  const { version, rules } = await latestAccountRules();
  const known = await before?.catch(() => null);
  // An unchanged version keeps what was worked out with it.
  if (known?.version === version) return known;
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
export async function accountLooks(): Promise<(account: RuledAccount) => AccountLook | null> {
  return (await currentLooks()).lookOf;
}
