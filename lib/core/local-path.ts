/** Paths of ours out of what a request says. */

/**
 * A path and query on our own origin: whatever would lead elsewhere becomes "/".
 * It is parsed and written anew, so that what a browser would read differently cannot pass.
 */
export function localPath(wanted: string | null | undefined): string {
  const base = "http://here.invalid";
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, base)) return "/";
  const url = new URL(wanted, base);
  // "//other" and "/\other" are other hosts to a browser; a path that begins so would be one when written.
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}`;
}
