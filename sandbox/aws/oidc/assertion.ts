/**
 * The trusted token issuer: checks the provider's id_token and finds the one Identity Center user it speaks of. The
 * only file that reads a token that somebody else made.
 */

import { createHash } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { type Emulator, now } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import { isUserOf } from "@/sandbox/aws/instance";
import { identityWithEmail } from "@/sandbox/company";
import type { Identity } from "@/sandbox/identity";
import type { InstanceName } from "@/sandbox/instances";
import { oidcError } from "./service";

/** AccessDeniedException says nothing more at AWS either; InvalidGrantException is all that a wrong token gets. */
export async function exchangeAssertion(
  assertion: string,
  instance: InstanceName,
  emulator: Emulator,
): Promise<{ login: string } | { refused: Answer }> {
  const claims = await verifiedClaims(assertion, emulator);
  if (!claims) return { refused: oidcError("InvalidGrantException", "Invalid assertion provided") };

  const users = usersWithEmail(claims.email, instance, emulator);
  const [user] = users;
  if (!user || users.length !== 1)
    return { refused: oidcError("InvalidGrantException", "Invalid grant provided") };
  if (!isAssigned(user.login, emulator)) return { refused: oidcError("AccessDeniedException") };

  const mark = createHash("sha256").update(assertion).digest("base64");
  if (emulator.options.singleUseAssertions && emulator.state.usedAssertions.has(mark)) {
    return { refused: oidcError("InvalidGrantException", "The assertion was used before.") };
  }
  emulator.state.usedAssertions.add(mark);
  return { login: user.login };
}

/** Signature by the issuer's keys, issuer, audience, and expiry on the sandbox's clock. */
async function verifiedClaims(assertion: string, emulator: Emulator): Promise<JWTPayload | undefined> {
  const { issuer, audience } = emulator;
  try {
    const ahead = decodeJwt(assertion).sandbox_clock_ahead_seconds;
    const currentDate = new Date(now(emulator) - (typeof ahead === "number" ? ahead * 1000 : 0));
    const keys = await issuerKeys(emulator);
    const checks = { issuer, audience, algorithms: ["RS256"], currentDate, requiredClaims: ["exp"] };
    return (await jwtVerify(assertion, keys, checks)).payload;
  } catch {
    return undefined;
  }
}

/** Kept from call to call; a key that is not among them is looked for again, because keys are rotated. */
async function issuerKeys(emulator: Emulator) {
  const { state, issuer } = emulator;
  if (state.issuerKeys) return state.issuerKeys;
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(5000), redirect: "error" });
  const document: unknown = await response.json();
  const isObject = typeof document === "object" && document !== null;
  if (!isObject || !("issuer" in document) || !("jwks_uri" in document) || document.issuer !== issuer) {
    throw new Error("The discovery document is not this issuer's.");
  }
  state.issuerKeys = createRemoteJWKSet(new URL(String(document.jwks_uri)), { cooldownDuration: 0 });
  return state.issuerKeys;
}

/** AWS looks at the address alone, whether it was verified or not. */
function usersWithEmail(email: unknown, instance: InstanceName, emulator: Emulator): Identity[] {
  const user = typeof email === "string" ? identityWithEmail(email) : undefined;
  return user && isUserOf(instance, user.login)
    ? Array.from({ length: emulator.options.usersPerEmail }, () => user)
    : [];
}

function isAssigned(login: string, { options }: Emulator): boolean {
  if (!options.assignmentRequired || options.assignedLogins === "*") return true;
  return options.assignedLogins.split(",").some((assigned) => assigned.trim() === login);
}
