/** What the unsigned operations of `sso-oidc` have in common: a JSON body and no signature. */

import { type Client, type Emulator, now } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { jsonObject, text } from "@/sandbox/aws/http/body";
import { oidcError } from "./service";

export type Body = ReadonlyMap<string, unknown>;

/** `required`: members that must be texts. */
export function unsignedBody(asked: Asked, required: string[]): { body: Body } | { refused: Answer } {
  if (asked.headers.has("authorization")) {
    return { refused: oidcError("InvalidRequestException", "This operation takes no signature.") };
  }
  return requiredBody(asked, required);
}

export function requiredBody(asked: Asked, required: string[]): { body: Body } | { refused: Answer } {
  const body = jsonObject(asked.body);
  if (!body) return { refused: oidcError("InvalidRequestException", "The body is not a JSON object.") };
  const missing = required.find((name) => text(body, name) === undefined);
  if (missing)
    return { refused: oidcError("InvalidRequestException", `Missing required parameter: ${missing}`) };
  return { body };
}

/** The registered client that the body names and proves to be. */
export function clientOf(
  body: Body,
  asked: Asked,
  emulator: Emulator,
): { clientId: string; client: Client } | { refused: Answer } {
  const clientId = text(body, "clientId") ?? "";
  const client = emulator.state.clients.get(clientId);
  const known = client?.region === asked.region && client.clientSecret === text(body, "clientSecret");
  if (!client || !known) return { refused: oidcError("InvalidClientException", "Invalid client") };
  if (client.expiresAt <= now(emulator)) {
    return { refused: oidcError("InvalidClientException", "The client's registration has expired.") };
  }
  return { clientId, client };
}
