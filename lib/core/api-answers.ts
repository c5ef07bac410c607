/** What the doors under `/api/v1` answer, and how they say that something failed. The doors' own code is typed by these. */

import { z } from "zod";
import { AccountId, Grant } from "@/lib/core/grant";
import { type ProblemCode, problems } from "@/lib/core/problems";

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

const expiration = z.iso.datetime().describe("When the keys end: UTC, to the second.");
const keyId = z.string().describe("Starts with ASIA: temporary keys.");

export const ContainerCredentials = z
  .strictObject({
    AccessKeyId: keyId,
    SecretAccessKey: z.string(),
    Token: z.string().describe("The session token."),
    Expiration: expiration,
    AccountId,
  })
  .meta({
    title: "ContainerCredentials",
    description: "Keys as AWS's container credentials provider reads them.",
  });

export const ProcessCredentials = z
  .strictObject({
    Version: z.literal(1),
    AccessKeyId: keyId,
    SecretAccessKey: z.string(),
    SessionToken: z.string(),
    Expiration: expiration,
    AccountId,
  })
  .meta({
    title: "ProcessCredentials",
    description: "Keys as AWS's tools read them from a credential_process.",
  });

export type ContainerCredentials = z.infer<typeof ContainerCredentials>;

export type ProcessCredentials = z.infer<typeof ProcessCredentials>;

const code = z.enum(codes).describe("Stable. Each has a page of its own.");

export const ContainerFailure = z
  .strictObject({ Code: code, Message: z.string(), code, message: z.string() })
  .meta({
    title: "ContainerFailure",
    description: "A problem in both spellings that AWS's clients read.",
  });

export const ProblemDetails = z
  .strictObject({
    type: z.url().describe("The problem's page."),
    title: z.string().describe("What happened."),
    status: z.number().int(),
    code,
    remedy: z.string().describe("What to do next."),
    reference: z.uuid().nullable().describe("The request's id, for whoever runs the portal."),
    links: z.strictObject({ awsPortal: z.url().optional() }).describe("AWS's own way to the same place."),
  })
  .meta({ title: "Problem", description: "RFC 9457." });

export const OAuthFailure = z
  .strictObject({ error: z.string(), error_description: z.string().optional() })
  .meta({ title: "OAuthFailure", description: "RFC 6749, 5.2, and RFC 8628, 3.5." });

export const DeviceAuthorization = z
  .strictObject({
    device_code: z.string().describe("The machine's own, to ask with. Nobody else must see it."),
    user_code: z.string().describe("Shown to the person, who types it at verification_uri."),
    verification_uri: z.url(),
    expires_in: z.number().int().describe("Seconds."),
    interval: z.number().int().describe("Seconds to wait between two questions."),
  })
  .meta({ title: "DeviceAuthorization", description: "RFC 8628, 3.2." });

export type DeviceAuthorization = z.infer<typeof DeviceAuthorization>;

export const PairedToken = z
  .strictObject({
    access_token: z.string().describe("spt_…: kept by the machine, and by nobody else from now on."),
    token_type: z.literal("Bearer"),
    expires_in: z.number().int().describe("Seconds."),
    expires_at: z.iso.datetime(),
    scope: z
      .string()
      .optional()
      .describe("INSTANCE/ACCOUNT/ROLE of the first few roles, separated by spaces."),
    user: z.string().describe("Whose it is, in printable ASCII: to be shown on the machine."),
    more: z.number().int().describe("How many roles it has beside those."),
  })
  .meta({ title: "PairedToken", description: "RFC 6749, 5.1." });

export type PairedToken = z.infer<typeof PairedToken>;

export const OwnAccessToken = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    person: z.strictObject({ name: z.string().nullable(), email: z.string().nullable() }),
    grants: z.array(Grant).nullable().describe("Null where it is for all that the person has."),
    expiresAt: z.iso.datetime(),
  })
  .meta({ title: "OwnAccessToken", description: "What an access token is. Never the token itself." });

export type OwnAccessToken = z.infer<typeof OwnAccessToken>;
