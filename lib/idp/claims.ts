/** What a provider says of a person, made into our words. The only file that knows which claim means what. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { env } from "@/lib/env";

export type Claims = Readonly<Record<string, unknown>>;

const longest = 256;
const mostGroups = 1000;

/** Control characters, marks that turn a line's direction around, line separators, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

function isPlain(value: unknown): value is string {
  return (
    typeof value === "string" && value !== "" && value.length <= longest && value.search(unprintable) === -1
  );
}

/** For names that people read: what is left of it without what could break a line. */
function readable(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const cleaned = value.replace(unprintable, "").trim();
  return cleaned.slice(0, longest).replace(/\p{Cs}$/u, "") || null;
}

/** For names that are compared: cutting or cleaning one would make it another, so it counts or it does not. */
function exact(value: unknown): string | null {
  return isPlain(value) ? value : null;
}

/** One group may come as a string alone. Null: the provider says nothing of groups. */
function groupsIn(value: unknown): string[] | null {
  if (typeof value === "string") return isPlain(value) ? [value] : [];
  if (!Array.isArray(value)) return null;
  return [...new Set(value.filter(isPlain))].slice(0, mostGroups);
}

/** What was said of an address counts for that address alone: the two sources may name different ones. */
function isVerified(email: string, sources: readonly Claims[]): boolean {
  if (env().OIDC_EMAIL_TRUSTED) return true;
  const said = sources.find((source) => source.email === email && source.email_verified !== undefined);
  return said?.email_verified === true || said?.email_verified === "true";
}

/** The claims without which a person would be less than they are. */
export function lacksClaims(idToken: Claims): boolean {
  const needed = ["email", env().OIDC_GROUPS_CLAIM, env().IDENTITY_CENTER_USER_CLAIM];
  return needed.some((name) => idToken[name] === undefined || idToken[name] === null);
}

/**
 * A person out of a verified id_token, with what userinfo adds to it. Where both speak, the id_token holds: it is signed.
 * `userinfo` is null where the provider has none. Throws `provider-malformed` without a usable issuer and subject.
 */
export function personOfClaims(idToken: Claims, userinfo: Claims | null): Omit<Person, "id"> {
  const sources = userinfo ? [idToken, userinfo] : [idToken];
  const claim = (name: string) => idToken[name] ?? userinfo?.[name];

  const { iss, sub } = idToken;
  if (!isPlain(iss) || !isPlain(sub)) {
    throw new PortalError("provider-malformed", "issuer or subject is missing, too long or unprintable");
  }
  const email = exact(claim("email"));
  return {
    issuer: iss,
    subject: sub,
    name: readable(claim("name")) ?? readable(claim("preferred_username")),
    email,
    emailVerified: email !== null && isVerified(email, sources),
    userName: exact(claim(env().IDENTITY_CENTER_USER_CLAIM)),
    groups: groupsIn(claim(env().OIDC_GROUPS_CLAIM)),
  };
}
