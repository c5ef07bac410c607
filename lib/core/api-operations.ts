/**
 * The doors under `/api/v1`, for people who write programs. `openApiDocument` makes the document of it, and a test holds it against the
 * doors that there are. A door's name and shapes stay as long as it is called v1.
 */

import { z } from "zod";
import {
  ContainerCredentials,
  ContainerFailure,
  DeviceAuthorization,
  OAuthFailure,
  OwnAccessToken,
  PairedToken,
  ProblemDetails,
  ProcessCredentials,
} from "@/lib/core/api-answers";
import { Grant } from "@/lib/core/grant";
import { ProfileSetId } from "@/lib/core/profile-set";

export type ApiAnswer = {
  /** What it means, in a sentence. */
  description: string;
  contentType?: string;
  schema?: z.ZodType;
};

export type ApiOperation = {
  id: string;
  method: "get" | "post";
  /** With `{name}` for each of `parameters`. */
  path: string;
  summary: string;
  description: string;
  /** `machine`: an access token opens it. `program`: it is open, for programs alone. `anyone`: it is open. */
  for: "machine" | "program" | "anyone";
  parameters?: z.ZodObject;
  query?: z.ZodObject;
  /** Sent as a form. */
  form?: z.ZodObject;
  answers: Readonly<Record<number, ApiAnswer>>;
  /** What every failure looks like. */
  failure: ApiAnswer;
};

const problem: ApiAnswer = {
  description: "What happened, and what to do next.",
  contentType: "application/problem+json",
  schema: ProblemDetails,
};

const oauthFailure: ApiAnswer = {
  description: "`slow_down` and `temporarily_unavailable` pass; everything else ends the pairing.",
  contentType: "application/json",
  schema: OAuthFailure,
};

const json = (schema: z.ZodType, description: string): ApiAnswer => ({
  description,
  contentType: "application/json",
  schema,
});

const grantPath = "{instance}/{accountId}/{role}";

export const apiOperations = [
  {
    id: "containerCredentials",
    method: "get",
    path: `/api/v1/container/${grantPath}`,
    summary: "Keys for AWS's SDKs and CLI",
    description:
      "For AWS_CONTAINER_CREDENTIALS_FULL_URI: they fetch keys here and refresh them by themselves. The access token is the header as it is, or behind the word `Bearer`.",
    for: "machine",
    parameters: Grant,
    answers: { 200: json(ContainerCredentials, "Keys, with a quarter of an hour left or more.") },
    failure: {
      description: "4xx: asking again does not help. 5xx: it may.",
      contentType: "application/json",
      schema: ContainerFailure,
    },
  },
  {
    id: "processCredentials",
    method: "get",
    path: `/api/v1/process/${grantPath}`,
    summary: "Keys for a credential_process",
    description: "For the curl of a profile's credential_process, and for whatever reads its JSON.",
    for: "machine",
    parameters: Grant,
    answers: { 200: json(ProcessCredentials, "Keys, with a quarter of an hour left or more.") },
    failure: problem,
  },
  {
    id: "profileSet",
    method: "get",
    path: "/api/v1/profiles/{set}",
    summary: "A profile set as ~/.aws/config",
    description:
      "The set's profiles for the roles that the access token is for. The ETag is of these very bytes: ask with If-None-Match.",
    for: "machine",
    parameters: z.object({ set: ProfileSetId }),
    query: z.object({
      home: z
        .string()
        .max(200)
        .optional()
        .describe(
          "The machine's home folder, for sets whose profiles start a program that reads a file there.",
        ),
    }),
    answers: {
      200: { description: "A config file of its own, without marker lines.", contentType: "text/plain" },
      304: { description: "It is as the client has it." },
    },
    failure: problem,
  },
  {
    id: "ownAccessToken",
    method: "get",
    path: "/api/v1/access-token",
    summary: "What a machine's own token is",
    description: "Whose it is, what it is for, and until when.",
    for: "machine",
    answers: { 200: json(OwnAccessToken, "What it is.") },
    failure: problem,
  },
  {
    id: "revokeAccessToken",
    method: "post",
    path: "/api/v1/access-token/revoke",
    summary: "Gives a machine's own token back",
    description: "The token that opens this door ends with it. The body is an empty JSON object.",
    for: "machine",
    answers: { 204: { description: "It has ended." } },
    failure: problem,
  },
  {
    id: "beginPairing",
    method: "post",
    path: "/api/v1/pairing",
    summary: "Begins the pairing of a machine",
    description: "RFC 8628, 3.1. The person then types the code on their own page.",
    for: "program",
    form: z.object({
      machine: z.string().max(512).optional().describe("What the machine calls itself."),
      scope: z
        .string()
        .max(2048)
        .optional()
        .describe(
          "Suggestions, ACCOUNT/ROLE or INSTANCE/ACCOUNT/ROLE, separated by spaces. The person chooses.",
        ),
    }),
    answers: { 200: json(DeviceAuthorization, "The codes.") },
    failure: oauthFailure,
  },
  {
    id: "pairedToken",
    method: "post",
    path: "/api/v1/pairing/token",
    summary: "Asks how a pairing stands, and takes its token",
    description:
      "RFC 8628, 3.4. `authorization_pending` until the person has decided; the token is answered once.",
    for: "program",
    form: z.object({
      grant_type: z.literal("urn:ietf:params:oauth:grant-type:device_code"),
      device_code: z.string(),
    }),
    answers: { 200: json(PairedToken, "The token, this once.") },
    failure: oauthFailure,
  },
  {
    id: "openApi",
    method: "get",
    path: "/api/v1/openapi.json",
    summary: "This document",
    description: "OpenAPI 3.1.",
    for: "anyone",
    answers: { 200: { description: "The document.", contentType: "application/json" } },
    failure: problem,
  },
] as const satisfies readonly ApiOperation[];
