/** What a request says, checked. Bodies are small here: whatever is larger than its door expects is not ours. */

import "server-only";
import type { z } from "zod";
import { PortalError } from "@/lib/core/portal-error";

/** For doors that say nothing else. */
const usualBytes = 16 * 1024;

/** Reads no further than the limit, whatever the length header promised. */
async function textOf(request: Request, mostBytes: number): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new PortalError("too-large", `a body of more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    // In one piece: half a character at the end is no text either.
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new PortalError("invalid-input", "the body is not UTF-8");
  }
}

function mustBeType(request: Request, type: string): void {
  const given = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (given !== type)
    throw new PortalError("unsupported-media-type", `content type ${given?.slice(0, 64) ?? "missing"}`);
}

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Names of fields and rules, never the values: a value may be a secret in the wrong place.
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
  throw new PortalError("invalid-input", faults.join("; ").slice(0, 256));
}

/** A JSON body. */
export async function jsonInput<S extends z.ZodType>(
  schema: S,
  request: Request,
  mostBytes = usualBytes,
): Promise<z.output<S>> {
  mustBeType(request, "application/json");
  const text = await textOf(request, mostBytes);
  try {
    return checked(schema, JSON.parse(text));
  } catch (failure) {
    if (failure instanceof SyntaxError) throw new PortalError("invalid-input", "the body is not JSON");
    throw failure;
  }
}

/** Fields of a form or a query: each name once, empty ones left out. */
function fields(pairs: URLSearchParams): Record<string, string> {
  const names = [...pairs.keys()];
  if (new Set(names).size !== names.length) throw new PortalError("invalid-input", "a field is given twice");
  return Object.fromEntries([...pairs].filter(([, value]) => value !== ""));
}

/** An urlencoded form's body: for doors that a real form opens, or a program that speaks OAuth. */
export async function formInput<S extends z.ZodType>(schema: S, request: Request): Promise<z.output<S>> {
  mustBeType(request, "application/x-www-form-urlencoded");
  return checked(schema, fields(new URLSearchParams(await textOf(request, usualBytes))));
}

/** A reading door's query. */
export function queryInput<S extends z.ZodType>(schema: S, request: Request): z.output<S> {
  return checked(schema, fields(new URL(request.url).searchParams));
}
