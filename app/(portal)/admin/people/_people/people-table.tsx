/** People, a page at a time: who, when last seen, and what of theirs is alive here. */

import Link from "next/link";
import { buttonLook } from "@/app/_ui/button";
import { Name } from "@/app/_ui/name";
import { ago } from "@/app/_ui/remaining";
import { calledPerson, type ListedPerson } from "@/lib/core/shown-person";
import { BlockedTag } from "./blocked-tag";
import { peopleHref, personHref } from "./people-address";

type TableProps = {
  people: readonly ListedPerson[];
  next: string | null;
  now: number;
  text: string | null;
  blockedOnly: boolean;
  /** Whether this is the first page. */
  first: boolean;
};

const head = "px-3 py-2 text-left font-medium text-dim text-xs first:pl-4 last:pr-4";
const cell = "px-3 py-2.5 align-top first:pl-4 last:pr-4";
const count = "text-right tabular-nums";

function nothingWords({ text, blockedOnly, first }: TableProps): string {
  if (!first) return "Nobody comes after that.";
  if (blockedOnly) return text ? "Nobody of that name is blocked." : "Nobody is blocked.";
  return text ? "Nobody of that name has signed in here." : "Nobody has signed in here.";
}

/** A day and more are told in days. */
function seenWords(at: string, now: number): string {
  const days = Math.floor((now - Date.parse(at)) / 86_400_000);
  if (days < 1) return ago(now - Date.parse(at));
  return days === 1 ? "yesterday" : `${days} days ago`;
}

function PersonRow({ person, now }: { person: ListedPerson; now: number }) {
  const { email, userName, groups, sessions, tokens, seenAt, blockedAt } = person;
  const name = calledPerson(person);
  const beside = [email, userName].find((one) => one !== null && one !== name);
  return (
    <tr className="relative border-line border-t hover:bg-hover">
      <th scope="row" className={`${cell} max-w-0 text-left font-normal`}>
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={personHref(person)}
            prefetch={false}
            className="flex min-w-0 rounded-sm font-medium after:absolute after:inset-0"
          >
            <Name text={name} />
          </Link>
          {blockedAt ? <BlockedTag /> : null}
        </span>
        {beside ? (
          <span className="flex min-w-0 text-dim text-sm">
            <Name text={beside} />
          </span>
        ) : null}
      </th>
      <td className={`${cell} whitespace-nowrap text-dim text-sm`}>{seenWords(seenAt, now)}</td>
      <td className={`${cell} ${count} text-sm max-sm:hidden`}>
        {sessions || <span className="text-dim">–</span>}
      </td>
      <td className={`${cell} ${count} text-sm max-sm:hidden`}>
        {tokens || <span className="text-dim">–</span>}
      </td>
      <td className={`${cell} ${count} text-sm max-md:hidden`}>
        {groups ?? <span className="text-dim">not told</span>}
      </td>
    </tr>
  );
}

export function PeopleTable(props: TableProps) {
  const { people, next, now, text, blockedOnly, first } = props;
  if (people.length === 0) {
    return (
      <p className="rounded-xl border border-line border-dashed px-6 py-10 text-center text-dim">
        {nothingWords(props)}
      </p>
    );
  }
  return (
    <>
      <div className="overflow-clip rounded-xl border border-line bg-panel">
        <table className="w-full border-collapse">
          <caption className="sr-only">People, by name</caption>
          <thead>
            <tr>
              <th scope="col" className={`${head} w-full`}>
                Person
              </th>
              <th scope="col" className={`${head} whitespace-nowrap`}>
                Last seen
              </th>
              <th scope="col" className={`${head} ${count} max-sm:hidden`}>
                Sessions
              </th>
              <th scope="col" className={`${head} ${count} max-sm:hidden`}>
                Tokens
              </th>
              <th scope="col" className={`${head} ${count} max-md:hidden`}>
                Groups
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow key={person.id} person={person} now={now} />
            ))}
          </tbody>
        </table>
      </div>
      <nav aria-label="Pages" className="mt-4 flex gap-2 empty:hidden">
        {first ? null : (
          <Link href={peopleHref({ text, blockedOnly })} prefetch={false} className={buttonLook("plain")}>
            First
          </Link>
        )}
        {next ? (
          <Link
            href={peopleHref({ text, blockedOnly, after: next })}
            prefetch={false}
            className={`${buttonLook("plain")} ml-auto`}
          >
            More
          </Link>
        ) : null}
      </nav>
    </>
  );
}
