/** The line of a form that looks somebody up: it works without JavaScript, and stands as the address says. */

import type { ComponentProps } from "react";
import { SearchIcon } from "./icons";

type SearchFieldProps = Pick<ComponentProps<"input">, "aria-label" | "placeholder" | "spellCheck"> & {
  name: string;
  text: string;
};

export function SearchField({ text, ...input }: SearchFieldProps) {
  return (
    <div className="flex h-9 min-w-0 grow items-center gap-2.5 rounded-lg border border-field bg-panel pl-3 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20">
      <SearchIcon className="text-faint" />
      <input
        key={text}
        type="search"
        defaultValue={text}
        maxLength={128}
        autoComplete="off"
        className="h-full min-w-0 grow bg-transparent text-sm outline-none"
        {...input}
      />
    </div>
  );
}
