/** One door of the API: what it does, what it takes, what it answers, and a line to try it with. */

import type { ReactNode } from "react";
import type { ApiAnswer, ApiOperation } from "@/lib/core/api-operations";
import { curlLine } from "./curl-line";
import { FieldTable } from "./field-table";

const opensTo: Record<ApiOperation["for"], string> = {
  machine: "Opens with an access token.",
  program: "Open to any program.",
  anyone: "Open.",
};

type OperationProps = { operation: ApiOperation; portalUrl: string };

export function Operation({ operation, portalUrl }: OperationProps) {
  const { id, method, path, summary, description, parameters, query, form, answers, failure } = operation;
  return (
    <section aria-labelledby={id} className="overflow-clip rounded-xl border border-line bg-panel">
      <div className="border-line border-b px-4 py-3 md:px-5">
        <h2 id={id} className="font-semibold">
          {summary}
        </h2>
        <p className="mt-1 break-all font-mono text-sm">
          <span className="mr-2 rounded bg-accent-tint px-1.5 py-0.5 font-medium text-accent-strong uppercase">
            {method}
          </span>
          {path}
        </p>
      </div>
      <div className="space-y-4 px-4 py-4 md:px-5">
        <p className="max-w-[720px] text-pretty">
          <WithCode text={description} /> <span className="text-dim">{opensTo[operation.for]}</span>
        </p>
        {parameters ? <FieldTable title="In the path" schema={parameters} /> : null}
        {query ? <FieldTable title="Behind the path, after a ?" schema={query} /> : null}
        {form ? <FieldTable title="As a form" schema={form} /> : null}
        {Object.entries(answers).map(([status, answer]) => (
          <Answer key={status} status={status} answer={answer} />
        ))}
        <Answer status="Anything else" answer={failure} />
        <Example>{curlLine(operation, portalUrl)}</Example>
      </div>
    </section>
  );
}

function Answer({ status, answer }: { status: string; answer: ApiAnswer }) {
  const title = (
    <>
      {status}: <WithCode text={answer.description} />
    </>
  );
  return answer.schema ? (
    <FieldTable title={title} note={answer.contentType} schema={answer.schema} />
  ) : (
    <p className="font-medium text-sm">{title}</p>
  );
}

/** What stands between backticks is what programs write. */
function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="rounded bg-sunken px-1 font-mono text-[0.925em]">
        {part}
      </code>
    ),
  );
}

function Example({ children }: { children: ReactNode }) {
  return (
    <pre className="whitespace-pre-wrap break-all rounded-lg bg-sunken p-3 font-mono text-sm">{children}</pre>
  );
}
