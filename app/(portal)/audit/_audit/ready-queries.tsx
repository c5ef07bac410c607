"use client";
/** What to ask CloudTrail about this event, ready to be copied. */

import { Tabs } from "@base-ui/react/tabs";
import { OutsideLink } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/fields";
import { OutsideIcon } from "@/app/_ui/icons";
import { useRemembered } from "@/app/_ui/use-remembered";
import { SnippetBox } from "@/app/(portal)/_use/snippet-box";
import {
  cloudtrailQueries,
  type QuerySet,
  type QuerySubject,
  type ReadyQuery,
  usualTable,
} from "@/lib/core/cloudtrail-queries";
import { sqlName } from "@/lib/core/sql-text";
import type { Story } from "@/lib/portal/read-audit";

function subjectOf({ event, aws, userName, userId }: Story): QuerySubject {
  const { kind, at, correlationId, accessKeyId, accountId, role, detail } = event;
  const expiresAt = typeof detail.expiresAt === "string" ? detail.expiresAt : null;
  const reused = detail.reused === true;
  const places = { correlationId, accessKeyId, accountId, role };
  return { kind, at, ...places, expiresAt, reused, userName, userId, aws };
}

export function ReadyQueries({ story }: { story: Story }) {
  const [table, rememberTable] = useRemembered("sallyport.cloudtrail-table");
  const [language, rememberLanguage] = useRemembered("sallyport.cloudtrail-language");
  const name = table ?? usualTable;
  const sets = cloudtrailQueries(subjectOf(story), name);
  const choice = { name, onName: rememberTable, language, onLanguage: rememberLanguage };
  return sets.map((set) => <Asked key={set.id} set={set} {...choice} />);
}

type AskedProps = {
  set: QuerySet;
  name: string;
  onName: (name: string) => void;
  language: string | null;
  onLanguage: (id: string) => void;
};

function Asked({ set: { title, note, queries }, name, onName, language, onLanguage }: AskedProps) {
  const current = queries.find(({ id }) => id === language) ?? queries[0];
  return (
    <section aria-label={title}>
      <h2 className="font-semibold text-base">{title}</h2>
      <p className="mb-2 text-pretty text-dim text-sm">{note}</p>
      <Tabs.Root value={current?.id ?? null} onValueChange={(id) => onLanguage(String(id))}>
        <Tabs.List aria-label={title} className="flex flex-wrap gap-1 border-line border-b pb-2">
          {queries.map(({ id, label }) => (
            <Tabs.Tab
              key={id}
              value={id}
              className="h-7 rounded-md px-2.5 text-dim text-sm hover:bg-hover hover:text-ink aria-selected:bg-accent-tint aria-selected:font-medium aria-selected:text-ink"
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {queries.map((query) => (
          <Tabs.Panel key={query.id} value={query.id} className="space-y-3 pt-3">
            {query.id === "athena" ? <TableName name={name} onName={onName} /> : null}
            <Query query={query} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}

function TableName({ name, onName }: { name: string; onName: (name: string) => void }) {
  return (
    <div className="max-w-72">
      <TextField
        label="Your table of CloudTrail’s events"
        value={name}
        onChange={onName}
        maxLength={200}
        placeholder={usualTable}
        mono
        fault={sqlName(name) === null ? `No table’s name. ${usualTable} is asked.` : undefined}
      />
    </div>
  );
}

function Query({ query: { note, text, href, label } }: { query: ReadyQuery }) {
  return (
    <div className="space-y-2">
      <SnippetBox snippet={{ title: note, text }} />
      {href ? (
        <OutsideLink href={href} className="inline-flex items-center gap-1.5 text-sm">
          {label} in AWS’s console
          <OutsideIcon />
        </OutsideLink>
      ) : null}
    </div>
  );
}
