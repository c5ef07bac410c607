/** Turns a good id_token into an evil one. Each has one fault only, so that a client that accepts it shows which check it lacks. */

import { CompactSign, decodeJwt, importJWK, type JWTPayload } from "jose";
import type { JWK } from "oidc-provider";
import type { FaultAnswer } from "@/sandbox/faults";
import type { SigningKeys } from "./signing-keys";

const hour = 3600;

/** The changed token, or undefined where the fault is not about id_tokens. */
export async function evilToken(
  token: string,
  fault: FaultAnswer,
  keys: SigningKeys,
): Promise<string | undefined> {
  const [own] = keys.all();
  if (!own) throw new Error("The provider has no key.");
  const claims = decodeJwt(token);

  if (fault === "alg-none") return `${part({ alg: "none" })}.${part(claims)}.`;
  if (fault === "bad-signature") return sign(claims, await keys.stranger(), own.kid);
  if (fault === "unknown-key") return sign(claims, await keys.stranger());
  const evil = evilClaims(claims, fault);
  return evil && sign(evil, own);
}

function evilClaims(claims: JWTPayload, fault: FaultAnswer): JWTPayload | undefined {
  const { sub: _sub, ...withoutSubject } = claims;
  const { iat: _iat, ...withoutIssuedAt } = claims;
  const { exp = 0, iat = 0, iss } = claims;
  const evil: Partial<Record<FaultAnswer, JWTPayload>> = {
    "wrong-nonce": { ...claims, nonce: "another-sign-in" },
    "wrong-audience": { ...claims, aud: "another-client" },
    "wrong-issuer": { ...claims, iss: `${iss}/another` },
    "wrong-subject": { ...claims, sub: "00u0another" },
    "missing-subject": withoutSubject,
    "missing-issued-at": withoutIssuedAt,
    expired: { ...claims, exp: exp - 3 * hour, iat: iat - 3 * hour },
  };
  return evil[fault];
}

async function sign(claims: JWTPayload, key: JWK, kid = key.kid): Promise<string> {
  const header = { alg: "RS256", typ: "JWT", ...(kid && { kid }) };
  const { kty = "RSA", n, e, d, p, q, dp, dq, qi } = key;
  const imported = await importJWK(definedOnly({ kty, n, e, d, p, q, dp, dq, qi }), "RS256");
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(imported);
}

/** jose's type of a key has no undefined members, oidc-provider's has. */
function definedOnly<Value>(members: Record<string, Value | undefined> & { kty: string }) {
  const defined: { kty: string } & Record<string, Value | string> = { kty: members.kty };
  for (const [name, value] of Object.entries(members)) if (value !== undefined) defined[name] = value;
  return defined;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
