/** Where a console sign-in may lead: consoles and nothing else. The only file that knows consoles' hosts. */

import type { Emulator } from "@/sandbox/aws/emulator";

const consoleHosts = [
  "console.aws.amazon.com",
  "console.amazonaws-us-gov.com",
  "console.amazonaws.cn",
  "console.amazonaws-eusc.eu",
];
const regionPattern = /^[a-z]{2,4}(-[a-z]+){1,2}-\d$/;

/** Undefined: this is not a console's address. */
export function consoleDestination(text: string, emulator: Emulator): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.origin === emulator.origins.console) return url;
  const plain = url.protocol === "https:" && url.port === "" && url.username === "" && url.password === "";
  const isConsole = consoleHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return plain && isConsole ? url : undefined;
}

/** The same place on the emulator's own console. */
export function onEmulatedConsole(destination: URL, emulator: Emulator): string {
  return `${emulator.origins.console}${destination.pathname}${destination.search}${destination.hash}`;
}

/** By the query, else by the host's first label; undefined where the address leaves it open. */
export function regionOf(destination: URL): string | undefined {
  const candidates = [destination.searchParams.get("region") ?? "", destination.hostname.split(".")[0] ?? ""];
  return candidates.find((candidate) => regionPattern.test(candidate));
}
