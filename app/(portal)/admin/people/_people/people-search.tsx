/** Finds a person, and narrows the list to those who are blocked. Works without a script. */

import Link from "next/link";
import { Button } from "@/app/_ui/button";
import { SearchField } from "@/app/_ui/search-field";
import { peopleHref } from "./people-address";

type SearchProps = { text: string; blockedOnly: boolean };

const choice =
  "rounded-md px-2.5 py-1 text-dim text-sm hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink";

export function PeopleSearch({ text, blockedOnly }: SearchProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <form action="/admin/people" method="get" className="flex min-w-0 max-w-md grow gap-2">
        {blockedOnly ? <input type="hidden" name="blocked" value="yes" /> : null}
        <SearchField
          name="person"
          text={text}
          aria-label="Find a person"
          placeholder="Name, e-mail or user name"
          spellCheck={false}
        />
        <Button type="submit" className="h-9">
          Search
        </Button>
      </form>
      <nav aria-label="Which people" className="flex gap-1">
        <Link
          href={peopleHref({ text, blockedOnly: false })}
          prefetch={false}
          aria-current={blockedOnly ? undefined : "page"}
          className={choice}
        >
          Everybody
        </Link>
        <Link
          href={peopleHref({ text, blockedOnly: true })}
          prefetch={false}
          aria-current={blockedOnly ? "page" : undefined}
          className={choice}
        >
          Blocked
        </Link>
      </nav>
    </div>
  );
}
