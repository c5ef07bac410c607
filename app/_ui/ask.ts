/** Asks our own doors, from a page, and answers with what came or with a problem in words. Never throws. */

import { isProblemCode, type ProblemCode, problems } from "@/lib/core/problems";

/** A problem as a page shows it. `unreachable` is ours alone: no answer came at all. */
export type Trouble = {
  code: ProblemCode | "unreachable";
  title: string;
  remedy: string;
  reference: string | null;
  /** AWS's own portal, which works without us. */
  awsPortal: string | null;
};

export type Outcome<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function troubleOf(code: ProblemCode, awsPortal: string | null = null): Trouble {
  const { title, remedy } = problems[code];
  return { code, title, remedy, reference: null, awsPortal };
}

/** No answer came: this machine is offline, or Sallyport is not there. */
export function unreachable(): Trouble {
  const offline = typeof navigator !== "undefined" && !navigator.onLine;
  return {
    code: "unreachable",
    title: offline ? "You are offline" : "Sallyport did not answer",
    remedy: offline
      ? "Connect to the network, then try again."
      : "Try again in a moment. AWS's own portal works without Sallyport.",
    reference: null,
    awsPortal: null,
  };
}

/** What a refusal says. An answer that is no problem of ours, such as a proxy's page, counts as none. */
export async function readTrouble(response: Response): Promise<Trouble> {
  const body: unknown = await response.json().catch(() => null);
  if (!isRecord(body) || !isProblemCode(body.code)) return unreachable();
  const links = isRecord(body.links) ? body.links : {};
  const awsPortal =
    typeof links.awsPortal === "string" && links.awsPortal.startsWith("https://") ? links.awsPortal : null;
  const reference = typeof body.reference === "string" ? body.reference : null;
  return { ...troubleOf(body.code, awsPortal), reference };
}

/** Whether signing in again is what helps. */
export function needsSignIn({ code }: Trouble): boolean {
  return code === "sign-in-required" || code === "session-ended" || code === "aws-sign-in-ended";
}

/** POSTs JSON. `read` checks the answer's shape and gives null for one that is not ours. Whoever aborts must not read the outcome. */
export async function ask<T>(
  path: string,
  body: Record<string, unknown>,
  read: (answer: unknown, headers: Headers) => T | null,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) return { ok: false, trouble: await readTrouble(response) };
    const value = read(await response.json(), response.headers);
    return value === null ? { ok: false, trouble: troubleOf("unexpected") } : { ok: true, value };
  } catch {
    return { ok: false, trouble: unreachable() };
  }
}

/** Reads from a door. `isOurs` checks the answer's outline. Whoever aborts must not read the outcome. */
export async function readFrom<T>(
  path: string,
  isOurs: (answer: unknown) => answer is T,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  try {
    const headers = { accept: "application/json" };
    const response = await fetch(path, { headers, cache: "no-store", ...(signal ? { signal } : {}) });
    if (!response.ok) return { ok: false, trouble: await readTrouble(response) };
    const answer: unknown = await response.json();
    return isOurs(answer) ? { ok: true, value: answer } : { ok: false, trouble: troubleOf("unexpected") };
  } catch {
    return { ok: false, trouble: unreachable() };
  }
}

/** Doors that answer with where to go next. */
export async function askWhereTo(path: string, body: Record<string, unknown>): Promise<Outcome<string>> {
  return await ask(path, body, (answer) =>
    isRecord(answer) && typeof answer.location === "string" ? answer.location : null,
  );
}
