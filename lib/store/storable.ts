/** Text as PostgreSQL and RFC 8785 take it: they refuse NUL and half a surrogate pair, which names from outside may hold. */

import "server-only";

const unstorable = /\0|\p{Surrogate}/gu;

/** Replaces, never removes: a group named `admins` plus NUL must not become `admins`. */
export function storable(text: string): string {
  return text.replace(unstorable, "\ufffd");
}

export function isStorable(text: string): boolean {
  return storable(text) === text;
}
