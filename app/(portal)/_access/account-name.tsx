/** An account as people know it: name, twelve digits in fours, e-mail. */

import { Name } from "@/app/_ui/name";
import type { AccessEntry } from "./access-state";
import { foundIn } from "./search-access";

type Words = { words: readonly string[] };

/** In fours like AWS writes it, but without spaces in between: it copies as the number that it is. */
export function AccountNumber({ accountId, words }: Words & { accountId: string }) {
  const found = foundIn(accountId, words);
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

export function AccountName({ entry: { account }, words }: Words & { entry: AccessEntry }) {
  const { name, accountId, email } = account;
  const number = <AccountNumber accountId={accountId} words={words} />;
  return (
    <div className="min-w-0">
      <p className="flex h-5 items-center font-semibold">
        {name?.trim() ? <Name text={name} found={foundIn(name, words)} /> : number}
      </p>
      <p className="flex h-[18px] items-center gap-2 text-dim text-xs">
        {name?.trim() ? number : "no name"}
        {email ? <Name text={email} found={foundIn(email, words)} className="min-w-0" /> : null}
      </p>
    </div>
  );
}
