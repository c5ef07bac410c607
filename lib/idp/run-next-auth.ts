/**
 * Calls next-auth in this process. Its door for route handlers reads cookies and headers through Next, so it works
 * inside a request of Next's alone; the door for Pages takes what it is given, and is given no more than it needs.
 */

import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";

type Ask = {
  action: "csrf" | "signin" | "callback";
  method: "GET" | "POST";
  cookies: Record<string, string>;
  body?: Record<string, string>;
};

type Said = { location: string | null; cookies: readonly string[]; body: unknown };

function answerTo(said: { location: string | null; cookies: string[]; body: unknown }): NextApiResponse {
  const answer = {
    status: () => answer,
    getHeader: (name: string) => (name.toLowerCase() === "set-cookie" ? said.cookies : undefined),
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === "set-cookie") said.cookies = [value].flat();
      if (name.toLowerCase() === "location") said.location = String(value);
      return answer;
    },
    send: (body: unknown) => {
      said.body = body;
    },
    json: (body: unknown) => {
      said.body = body;
    },
    end: () => undefined,
  };
  // next-auth uses these six alone; its type asks for all of Node's.
  return answer as unknown as NextApiResponse;
}

export async function runNextAuth(ask: Ask, options: AuthOptions): Promise<Said> {
  const said = { location: null, cookies: [], body: undefined };
  const provider = ask.action === "csrf" ? [] : ["oidc"];
  // No headers: next-auth would believe forwarded hosts, and a token in place of a cookie.
  const request = { ...ask, headers: {}, query: { nextauth: [ask.action, ...provider] } };
  await NextAuth(request as unknown as NextApiRequest, answerTo(said), options);
  return said;
}
