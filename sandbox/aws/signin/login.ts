/** Login: takes a sign-in token, signs the browser in here, and sends it on towards the console. */

import {
  assumedRoleArn,
  type ConsoleSession,
  type Emulator,
  now,
  type SignInToken,
} from "@/sandbox/aws/emulator";
import { redirect } from "@/sandbox/aws/http/answer";
import { cookie } from "@/sandbox/aws/http/asked";
import { opaqueCode } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import { browserCookie } from "./cookies";
import { consoleDestination } from "./destination";
import { federationFields } from "./get-signin-token";
import { signInError } from "./service";

export const login: Handler = (asked, emulator) => {
  const fields = federationFields(asked);
  const token = emulator.state.signInTokens.get(fields.get("SigninToken") ?? "");
  const host = asked.headers.get("host");
  if (!token || token.host !== host || token.expiresAt <= now(emulator)) {
    return signInError("The sign-in token is invalid, has expired, or was made on another host.");
  }
  const destination = fields.get("Destination") ?? "";
  if (!consoleDestination(destination, emulator))
    return signInError("The destination is not the AWS console.");

  const name = browserCookie(emulator);
  const known = cookie(asked, name);
  const before = known === undefined ? undefined : emulator.state.browsers.get(known);
  const identity = assumedRoleArn(token.keys);
  const pending: ConsoleSession = {
    keys: token.keys,
    destination,
    issuer: fields.get("Issuer") ?? "",
    ...span(token, emulator),
    replaced: before && before.identity !== identity ? before.identity : undefined,
  };
  const id = opaqueCode();
  emulator.state.browsers.set(id, { identity, consoleSessionIds: before?.consoleSessionIds ?? [], pending });

  const onwards = new URLSearchParams({
    response_type: "code",
    client_id: "arn:aws:signin:::console/canvas",
    redirect_uri: `${emulator.origins.console}/oauth/callback`,
  });
  return redirect(`/oauth?${onwards}`, { "set-cookie": `${name}=${id}; Path=/; HttpOnly; SameSite=Lax` });
};

/** Without a length of its own, a console session lasts as long as the keys it was made with. */
function span(
  { keys, sessionSeconds }: SignInToken,
  emulator: Emulator,
): { openedAt: number; endsAt: number } {
  const openedAt = now(emulator);
  return { openedAt, endsAt: sessionSeconds ? openedAt + sessionSeconds * 1000 : keys.expiresAt };
}
