/**
 * Turns keys into an address that opens the AWS console as their role. The only file that knows AWS's federation
 * endpoint. Keys go there in a form and the token comes back in a body: neither ever stands in an error.
 */

import "server-only";

import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, userAgent } from "@/lib/aws/call";
import { consoleDestination } from "@/lib/aws/console-destination";
import { refusedAnswer } from "@/lib/aws/errors";
import { signInOrigin } from "@/lib/aws/partitions";
import { postForm } from "@/lib/aws/post-form";
import type { Credentials } from "@/lib/core/credentials";
import { problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

type ConsoleSignIn = {
  /** A page of the console, as `consoleDestination` gives it. */
  destination: string;
  /** Where AWS sends people when the console's session is over: our own address. */
  issuer: string;
  /** Left out, the console lasts as long as the keys do. */
  sessionSeconds?: number;
};

/** The token itself has 1 to 2 kB. */
const longestAnswer = 64 * 1024;

/** What AWS allows for a console session. */
const [shortestSession, longestSession] = [900, 43_200];

const Answer = z.object({ SigninToken: z.string().regex(/^[\x21-\x7e]{1,7000}$/) });

/**
 * The address signs in whoever opens it within 15 minutes: it belongs into one redirect and nowhere else. Throws
 * `console-refused` where AWS does not take the keys, `invalid-input` for a destination outside the console.
 */
export async function consoleSignInUrl(
  instance: Instance,
  credentials: Credentials,
  { destination, issuer, sessionSeconds }: ConsoleSignIn,
  call: Call,
): Promise<URL> {
  const federation = new URL("/federation", signInOrigin(instance));
  const page = consoleDestination(instance, destination);
  const token = await signInToken(
    federation,
    credentials,
    allowedDuration(credentials, sessionSeconds),
    call,
  );

  // One host for both steps: a token is worth nothing on another one.
  const login = { Action: "login", Issuer: issuer, Destination: page, SigninToken: token };
  federation.search = new URLSearchParams(login).toString();
  return federation;
}

/** Keys that were got by one role from another may not name a duration: then AWS answers 400, and we ask without. */
async function signInToken(
  federation: URL,
  credentials: Credentials,
  duration: number | null,
  call: Call,
): Promise<string> {
  if (duration === null) return askForToken(federation, formOf(credentials), call);
  const withDuration = { ...formOf(credentials), SessionDuration: String(duration) };
  return askForToken(federation, withDuration, call).catch((failure) => {
    if (problemOf(failure) !== "console-refused") throw failure;
    return askForToken(federation, formOf(credentials), call);
  });
}

async function askForToken(federation: URL, fields: Record<string, string>, call: Call): Promise<string> {
  const { status, body } = await ask("GetSigninToken", call, ({ abortSignal }) =>
    postForm(federation, { fields, userAgent: userAgent(call), abortSignal, longest: longestAnswer }),
  );
  if (status !== 200) throw refusedAnswer("GetSigninToken", status);
  return answerOf("GetSigninToken", Answer, parsed(body)).SigninToken;
}

function formOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Record<string, string> {
  const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken };
  return { Action: "getSigninToken", Session: JSON.stringify(session) };
}

/** Never beyond the keys' own life, which is what the company's permission set allows. Seconds, or null for none. */
function allowedDuration({ expiresAt }: Credentials, wanted: number | undefined): number | null {
  if (wanted === undefined) return null;
  const remaining = Math.floor((expiresAt.getTime() - Date.now()) / 1000);
  const seconds = Math.min(Math.floor(wanted), remaining, longestSession);
  return seconds >= shortestSession ? seconds : null;
}

/** Not JSON.parse alone: its errors quote the text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
