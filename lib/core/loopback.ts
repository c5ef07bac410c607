/** This machine's own addresses: what is sent there stays here. */

const names: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** `hostname` as `URL` writes it. */
export function isLoopbackHost(hostname: string): boolean {
  return names.includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);
}
