/** What profiles are called: with copied keys in `~/.aws/credentials`, and with a way to get some in `~/.aws/config`. */

import type { Grant } from "@/lib/core/grant";

/**
 * `<account id>_<role>_keys`: AWS's own portal's name, and an ending of ours. Without the ending it could be the name of an SSO
 * profile in `~/.aws/config`, and then the JavaScript and Go SDKs would use these keys, long expired, instead of signing in.
 *
 * The name has only characters that every parser takes. A dot becomes two, any other character `.<its code in hex>.`,
 * so that different roles never share a name.
 */
export function profileName(grant: Named): string {
  return `${plainName(grant)}_keys`;
}

/** Of a profile that gets keys by itself. One of copied keys may stand beside it, and neither wins over the other. */
export function liveProfileName(grant: Named): string {
  return `${plainName(grant)}_live`;
}

type Named = Pick<Grant, "accountId" | "role">;

function plainName({ accountId, role }: Named): string {
  return `${accountId}_${role.replace(/[^A-Za-z0-9_-]/gu, escaped)}`;
}

function escaped(character: string): string {
  return character === "." ? ".." : `.${(character.codePointAt(0) ?? 0).toString(16)}.`;
}
