/** The API's description for programs: OpenAPI 3.1, made from the table of its doors. Pure. */

import { z } from "zod";
import type { ApiAnswer, ApiOperation } from "@/lib/core/api-operations";
import { apiOperations } from "@/lib/core/api-operations";
import { version } from "@/lib/core/version";

type Json = Record<string, unknown>;

export type OpenApiDocument = Json & { openapi: string; paths: Record<string, Json>; components: Json };

/** Schemas with a title are described once, under `components`. */
function schemas(): { components: Json; of(schema: z.ZodType): Json } {
  const components: Json = {};
  function of(schema: z.ZodType): Json {
    const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input" }) as Json;
    const name = schema.meta()?.title;
    if (name === undefined) return described;
    components[name] = described;
    return { $ref: `#/components/schemas/${name}` };
  }
  return { components, of };
}

type Schemas = ReturnType<typeof schemas>;

function answer({ description, contentType, schema }: ApiAnswer, { of }: Schemas): Json {
  if (contentType === undefined) return { description };
  return { description, content: { [contentType]: schema ? { schema: of(schema) } : {} } };
}

function parameters({ parameters: path, query }: ApiOperation, { of }: Schemas): Json[] {
  const within = (place: "path" | "query", shape: Readonly<Record<string, unknown>> = {}) =>
    Object.entries(shape).map(([name, schema]) => ({
      name,
      in: place,
      required: place === "path",
      schema: of(schema as z.ZodType),
    }));
  return [...within("path", path?.shape), ...within("query", query?.shape)];
}

const emptyObject = { type: "object", additionalProperties: false, maxProperties: 0 };

function body(operation: ApiOperation, { of }: Schemas): Json {
  if (operation.method === "get") return {};
  const content = operation.form
    ? { "application/x-www-form-urlencoded": { schema: of(operation.form) } }
    : { "application/json": { schema: emptyObject } };
  return { requestBody: { required: true, content } };
}

function described(operation: ApiOperation, known: Schemas): Json {
  const answers = Object.entries(operation.answers).map(([status, one]) => [status, answer(one, known)]);
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: operation.description,
    security: operation.for === "machine" ? [{ accessToken: [] }] : [],
    parameters: parameters(operation, known),
    ...body(operation, known),
    responses: { ...Object.fromEntries(answers), default: answer(operation.failure, known) },
  };
}

/** `url`: where the portal is, without a path. */
export function openApiDocument(url: string): OpenApiDocument {
  const known = schemas();
  const paths: Record<string, Json> = {};
  for (const operation of apiOperations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation, known) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Sallyport",
      version: `1 (Sallyport ${version})`,
      description: "For programs with an access token, and for machines that want one. Browsers are refused.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url }],
    paths,
    components: {
      schemas: known.components,
      securitySchemes: {
        accessToken: {
          type: "http",
          scheme: "bearer",
          description: "An access token, spt_…, made on the page of that name or by pairing a machine.",
        },
      },
    },
  };
}
