/** What an operation answers, before it goes over the wire. */

import { randomUUID } from "node:crypto";

export type Answer = { status: number; headers: Record<string, string | string[]>; body: string };

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": randomUUID(), ...headers },
    body: JSON.stringify(value),
  };
}

/** The client recognises an error by the header `x-amzn-errortype`; a status alone means nothing to it. */
export function jsonError(status: number, type: string, value: unknown): Answer {
  return jsonAnswer(status, value, { "x-amzn-errortype": type });
}

export function redirect(location: string, headers: Record<string, string | string[]> = {}): Answer {
  const always = { location, "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return { status: 302, headers: { ...always, ...headers }, body: "" };
}
