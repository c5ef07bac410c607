/** What a profile may be called in `~/.aws/config`, so that every AWS tool finds it. Reaches the browser. */

/**
 * Characters that botocore, the SDKs and shells take alike after `profile `. With any other the JavaScript SDK does not see the
 * profile, and says nothing. A first one of these is no option's dash.
 */
const readable = /^[A-Za-z0-9_][A-Za-z0-9_.@+:/-]*$/;

/** Fits AWS's longest account name, its longest role's name and a region in short. */
export const longestProfileName = 128;

/**
 * `default` is what tools take when nobody says a profile. For `__proto__` the JavaScript SDK throws the whole file away, and it
 * keeps sessions and services in the same table as profiles, under these beginnings.
 */
const reserved = /^(default|__proto__|(sso-session|services)\..*)$/i;

/** Why it cannot be a profile's name, as it goes on from the name; null where it can. */
export function profileNameFault(name: string): string | null {
  if (name === "") return "is empty.";
  if (name.length > longestProfileName) return `is longer than ${longestProfileName} characters.`;
  if (!readable.test(name)) return "holds a character that not every AWS tool reads in a profile's name.";
  return reserved.test(name) ? "means something else to AWS's tools." : null;
}

/** Each run of characters that some tool could not read becomes one dash; none is left at the beginning. */
export function readableProfileName(text: string): string {
  if (readable.test(text)) return text;
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9_.@+:/-]+/g, "-")
    .replace(/^[^A-Za-z0-9_]+|-+$/g, "");
}
