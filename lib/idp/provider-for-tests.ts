/** For tests: a provider of a few lines that answers whatever a test wants, for what the sandbox's provider is too well made to do. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

type Answer = { status?: number; body: unknown };
type Key = { kid?: string; privateKey: CryptoKey; jwk: Record<string, unknown> };

export type Told = {
  /** Members of the discovery document to change; null takes one away. */
  metadata: Record<string, unknown>;
  /** Claims of the id_token to change. */
  claims: Record<string, unknown>;
  /** Members of the token answer to change. */
  token: Record<string, unknown>;
  header: { alg: string; kid?: string };
  /** Signs with this instead of a key of the provider's. */
  signWith: Uint8Array | null;
  keys: "one" | "two";
  /** Null: there is no such endpoint. */
  userinfo: Record<string, unknown> | null;
};

export type Asked = { path: string; authorization: string | undefined; form: URLSearchParams };

async function newKey(): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), use: "sig", alg: "RS256" } };
}

/** Made once for each file of tests: making them takes longer than all else. */
const madeKeys = Promise.all([newKey(), newKey()]);

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

function without(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** One client, `sallyport`; one person, `00u1`; any code is good. `told` may be changed at any time. */
export async function startProvider() {
  const keys = await madeKeys;
  const told: Told = {
    metadata: {},
    claims: {},
    token: {},
    header: { alg: "RS256" },
    signWith: null,
    keys: "one",
    userinfo: null,
  };
  const asked: Asked[] = [];
  let issuer = "";
  let nonce = "";

  async function token(form: URLSearchParams): Promise<Answer> {
    const now = Math.floor(Date.now() / 1000);
    const whole = {
      iss: issuer,
      aud: "sallyport",
      sub: "00u1",
      iat: now,
      exp: now + 3600,
      email: "ada@example.com",
    };
    const isFirst = form.get("grant_type") === "authorization_code";
    const claims = without({
      ...whole,
      ...(isFirst && { nonce }),
      jti: String(asked.length),
      ...told.claims,
    });
    const signed = new SignJWT(claims).setProtectedHeader(told.header);
    const idToken = await signed.sign(told.signWith ?? keys[0].privateKey);
    const body = { access_token: "at", token_type: "Bearer", refresh_token: "rt", id_token: idToken };
    return { body: without({ ...body, ...told.token }) };
  }
  async function answerTo(path: string, form: URLSearchParams): Promise<Answer> {
    if (path === "/token") return token(form);
    if (path === "/userinfo") return { body: told.userinfo };
    if (path === "/jwks")
      return { body: { keys: keys.slice(0, told.keys === "one" ? 1 : 2).map(({ jwk }) => jwk) } };
    if (path !== "/.well-known/openid-configuration") return { status: 404, body: {} };
    const endpoints = { authorization_endpoint: "/auth", token_endpoint: "/token", jwks_uri: "/jwks" };
    const all = { ...endpoints, ...(told.userinfo && { userinfo_endpoint: "/userinfo" }) };
    const urls = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, issuer + value]));
    return { body: without({ issuer, ...urls, ...told.metadata }) };
  }
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request);
    const path = request.url ?? "";
    asked.push({ path, authorization: request.headers.authorization, form });
    const { status = 200, body } = await answerTo(path, form);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    told,
    asked,
    /** What a person who signs in there comes back with, for the address that a sign-in started with. */
    callbackFor: (location: string): string => {
      const { searchParams } = new URL(location);
      nonce = searchParams.get("nonce") ?? "";
      const query = new URLSearchParams({ code: "a-code", state: searchParams.get("state") ?? "" });
      return `${searchParams.get("redirect_uri")}?${query}`;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
