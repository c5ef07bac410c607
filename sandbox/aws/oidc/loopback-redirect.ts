/** Redirects of native applications: to this machine, on whatever port was free (RFC 8252, section 7.3). */

export function isLoopbackRedirect(uri: string): boolean {
  const url = parse(uri);
  return url?.protocol === "http:" && isLoopback(url.hostname) && url.hash === "" && url.username === "";
}

/** Whether a redirect is one that was registered, its port apart. */
export function matchesRegistered(uri: string, registered: string[]): boolean {
  if (!isLoopbackRedirect(uri)) return false;
  const asked = withoutPort(uri);
  return registered.some((one) => withoutPort(one) === asked);
}

function withoutPort(uri: string): string | undefined {
  const url = parse(uri);
  return url && `${url.protocol}//${url.hostname}${url.pathname}${url.search}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === "127.0.0.1" || hostname === "[::1]" || hostname === "localhost";
}

function parse(uri: string): URL | undefined {
  return URL.canParse(uri) ? new URL(uri) : undefined;
}
