/** An account as people know it: what it is called and for what it is, its twelve digits in fours, and where it belongs. */

import { EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { calledName } from "@/lib/core/account-look";
import type { AccessEntry } from "./access-state";
import { foundIn, type Marks } from "./found-marks";

type Marked = { marks: Marks };

/** In fours like AWS writes it, but without spaces in between: it copies as the number that it is. */
function AccountNumber({ accountId, marks }: Marked & { accountId: string }) {
  const found = foundIn(accountId, marks);
  const isFound = (at: number) => found.some(([from, to]) => from <= at && at < to);
  return (
    <code className="shrink-0 font-mono text-[0.93em] tracking-[0.01em]">
      {[0, 4, 8].map((from) => (
        <span key={from} className={from > 0 ? "ml-[0.45em]" : ""}>
          <Digits text={accountId.slice(from, from + 4)} isFound={(at) => isFound(from + at)} />
        </span>
      ))}
    </code>
  );
}

function Digits({ text, isFound }: { text: string; isFound: (at: number) => boolean }) {
  const marks = Array.from(text, (_, at) => isFound(at));
  if (!marks.includes(true)) return text;
  const from = marks.indexOf(true);
  const to = marks.lastIndexOf(true) + 1;
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </>
  );
}

/** There is room for one more thing. What the search found comes first: it says why the account is here. */
function besideNumber({ account }: AccessEntry, marks: Marks): string | null {
  const { name, look, path, email, tags } = account;
  const plain = [look?.displayName ? name : null, path, email].filter((text) => text?.trim());
  const tagged = Object.entries(tags ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...plain, ...tagged].find((text) => text && foundIn(text, marks).length > 0) ?? plain[0] ?? null;
}

type NameProps = Marked & {
  entry: AccessEntry;
  /** What its instance is called, where there are several. */
  instance: string | undefined;
};

export function AccountName({ entry, instance, marks }: NameProps) {
  const { account } = entry;
  const called = calledName(account);
  const number = <AccountNumber accountId={account.accountId} marks={marks} />;
  const named = called !== account.accountId;
  const beside = besideNumber(entry, marks);
  return (
    <div className="min-w-0">
      <p className="flex h-5 min-w-0 items-center gap-2 font-semibold">
        {named ? <Name text={called} found={foundIn(called, marks)} /> : number}
        <EnvironmentTag look={account.look} />
      </p>
      <p className="flex h-[18px] items-center gap-2 text-dim text-xs">
        {named ? number : "no name"}
        {beside ? <Name text={beside} found={foundIn(beside, marks)} className="min-w-0" /> : null}
        {instance ? (
          <span className="ml-auto flex max-w-[45%] shrink-0 pl-1">
            <Name text={instance} found={foundIn(instance, marks)} />
          </span>
        ) : null}
      </p>
    </div>
  );
}
