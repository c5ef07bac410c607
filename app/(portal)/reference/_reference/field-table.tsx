/** The fields of a shape: name, what it holds, what it is. */

import type { ReactNode } from "react";
import { z } from "zod";

type Field = { name: string; holds: string; description: string; optional: boolean };

type Described = {
  type?: string;
  format?: string;
  const?: unknown;
  enum?: readonly unknown[];
  pattern?: string;
  description?: string;
  anyOf?: readonly Described[];
};

/** Enough to know what to send or expect; the document for programs says it to the letter. */
function holds(field: Described): string {
  if (field.anyOf) return field.anyOf.map(holds).join(" or ");
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum) return "one of the problems' codes";
  return field.format ?? field.type ?? "anything";
}

function fieldsOf(schema: z.ZodType): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const field = property as Described;
    return {
      name,
      holds: holds(field),
      description: field.description ?? "",
      optional: !required.includes(name),
    };
  });
}

export function FieldTable({
  title,
  note,
  schema,
}: {
  title: ReactNode;
  note?: string | undefined;
  schema: z.ZodType;
}) {
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="pb-1 text-left font-medium">
        {title} {note ? <span className="font-normal text-dim">{note}</span> : null}
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Holds</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        {fieldsOf(schema).map(({ name, holds: held, description, optional }) => (
          <tr key={name} className="border-line border-t align-top">
            <th scope="row" className="w-[36%] break-all py-1.5 pr-3 font-mono font-normal sm:w-48">
              {name}
            </th>
            <td className="w-[28%] break-words py-1.5 pr-3 text-dim sm:w-48">
              {held}
              {optional ? ", optional" : ""}
            </td>
            <td className="text-pretty py-1.5 text-dim">{description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
