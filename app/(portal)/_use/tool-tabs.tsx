"use client";
/** One tab for each tool. Which one was looked at last is remembered. */

import { Tabs } from "@base-ui/react/tabs";
import { useRemembered } from "@/app/_ui/use-remembered";
import { expectedArn, type Machine } from "@/lib/credentials/uses/machine";
import type { Way } from "@/lib/credentials/uses/use";
import { usesOn } from "@/lib/credentials/uses/uses";
import { SnippetBox } from "./snippet-box";

export function ToolTabs({ machine }: { machine: Machine }) {
  const uses = usesOn(machine);
  const [word, remember] = useRemembered("sallyport.tool");
  const current = uses.find(({ id }) => id === word) ?? uses[0];
  const arn = expectedArn(machine);
  return (
    <Tabs.Root value={current?.id ?? null} onValueChange={(id) => remember(String(id))}>
      <Tabs.List aria-label="Tools" className="flex flex-wrap gap-1 border-line border-b pb-2">
        {uses.map(({ id, label }) => (
          <Tabs.Tab
            key={id}
            value={id}
            className="h-8 rounded-md px-2.5 text-dim text-sm hover:bg-hover hover:text-ink aria-selected:bg-accent-tint aria-selected:font-medium aria-selected:text-ink"
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {uses.map(({ id, ways }) => (
        <Tabs.Panel key={id} value={id} className="grid gap-x-10 gap-y-8 pt-5 lg:grid-cols-2">
          {ways.map((way) => (
            <WayOf key={way.title} way={way} arn={arn} />
          ))}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function WayOf({ way: { title, versions, snippets, test, notes }, arn }: { way: Way; arn: string }) {
  return (
    <section aria-label={title} className="grid min-w-0 content-start gap-4">
      <div>
        <h3 className="font-semibold text-base">{title}</h3>
        <p className="text-pretty text-dim text-sm">{versions}</p>
      </div>
      {snippets.map((snippet) => (
        <SnippetBox key={snippet.title} snippet={snippet} />
      ))}
      <div>
        <SnippetBox snippet={test} />
        <p className="mt-2 text-dim text-sm">
          Expect <code className="break-all font-mono text-ink text-xs">{arn}</code>
          <br />
          AWS fills in the first … and the second is you.
        </p>
      </div>
      <ul className="grid list-disc gap-1.5 pl-4 text-sm marker:text-faint">
        {notes.map((note) => (
          <li key={note} className="text-pretty">
            {note}
          </li>
        ))}
      </ul>
    </section>
  );
}
