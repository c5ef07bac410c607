/** GetSigninToken: turns temporary keys into a token that opens the console, by GET or by POST. */

import { type Emulator, now, type RoleKeys } from "@/sandbox/aws/emulator";
import { type Answer, jsonAnswer } from "@/sandbox/aws/http/answer";
import { type Asked, form } from "@/sandbox/aws/http/asked";
import { jsonObject, text } from "@/sandbox/aws/http/body";
import { lifetimes } from "@/sandbox/aws/instance";
import { opaqueCode } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import { signInError } from "./service";

export const getSigninToken: Handler = (asked, emulator) => {
  if (asked.headers.has("authorization")) return signInError("This operation takes no signature.");
  const fields = federationFields(asked);
  const keys = keysOf(fields.get("Session") ?? "", emulator);
  if (!keys) return signInError("Invalid credentials parameter");

  const length = sessionSeconds(fields.get("SessionDuration"), keys);
  if ("refused" in length) return length.refused;

  const token = opaqueCode(900);
  emulator.state.signInTokens.set(token, {
    host: asked.headers.get("host") ?? "",
    keys,
    expiresAt: now(emulator) + lifetimes.signInTokenSeconds * 1000,
    sessionSeconds: length.seconds,
  });
  return jsonAnswer(200, { SigninToken: token }, { "cache-control": "no-store" });
};

/** The same fields come in the address or in a form. */
export function federationFields(asked: Asked): URLSearchParams {
  return asked.method === "POST" && !asked.query.has("Action") ? form(asked) : asked.query;
}

/** Keys that this emulator minted, complete and not expired. */
function keysOf(session: string, emulator: Emulator): RoleKeys | undefined {
  const parts = jsonObject(session);
  const keys = parts && emulator.state.keys.get(text(parts, "sessionId") ?? "");
  const complete =
    keys?.secretAccessKey === (parts && text(parts, "sessionKey")) &&
    keys?.sessionToken === (parts && text(parts, "sessionToken"));
  return keys && complete && keys.expiresAt > now(emulator) ? keys : undefined;
}

/** Left out, the console session lasts as long as the keys. Keys of a chained role must leave it out. */
function sessionSeconds(
  asked: string | null,
  keys: RoleKeys,
): { seconds: number | undefined } | { refused: Answer } {
  if (asked === null || asked === "") return { seconds: undefined };
  const seconds = /^\d{1,6}$/.test(asked) ? Number(asked) : Number.NaN;
  const legal =
    seconds >= 900 && seconds <= 43_200 && keys.console.kind === "at-most" && seconds <= keys.console.seconds;
  return legal ? { seconds } : { refused: signInError("Invalid credentials parameter") };
}
