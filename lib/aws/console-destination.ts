/** Where in the AWS console a sign-in may lead. Nowhere else: AWS redirects to whatever it is given. */

import "server-only";

import { isWithin, partitionOf } from "@/lib/aws/partitions";
import { withoutSession } from "@/lib/core/console-link";
import { type ConsoleRegion, isSamePartition } from "@/lib/core/console-regions";
import { type ConsoleServiceId, consoleServices } from "@/lib/core/console-services";
import { PortalError } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/** Escaped. The sign-in URL holds a token of 2 kB beside it, and should stay below 8 kB. */
const longest = 5000;

/**
 * A page of the console of the instance's partition; the console's home in the instance's region if none is wanted.
 * Throws `invalid-input` for anything else, however much it looks like the console.
 */
export function consoleDestination(instance: Instance, wanted: string | null): string {
  const { consoleDomain } = partitionOf(instance.region);
  if (!wanted) return consolePage(instance, {});
  if (!URL.canParse(wanted)) throw refused("it is no URL");

  const url = new URL(wanted);
  const isConsole = isWithin(url.hostname, consoleDomain) && !url.hostname.startsWith(".") && url.port === "";
  if (url.protocol !== "https:" || !isConsole) throw refused("it leads elsewhere");
  // What was written must begin with the very address that was understood: no user name, backslash, tab or foreign
  // letter in between, of which browsers and servers make different things.
  if (!/^[/?#]|^$/.test(withoutPrefix(wanted, url.origin))) throw refused("its address is disguised");
  if (encodeURIComponent(url.href).length > longest) throw refused("it is too long");
  // A session of another browser, or of another account, is not the one that begins here.
  return withoutSession(url.href);
}

/**
 * A service's first page, in a region; the console's home where no service is named, the instance's region where none
 * is. Throws `invalid-input` for a region of another partition: its console knows nothing of the keys.
 */
export function consolePage(
  instance: Instance,
  { service, region }: { service?: ConsoleServiceId | undefined; region?: ConsoleRegion | undefined },
): string {
  const { consoleDomain, everyAccountsRegions } = partitionOf(instance.region);
  const wanted = region ?? instance.region;
  if (!isSamePartition(wanted, instance.region)) throw refused("its region is of another partition");
  const { path, hash, global } = service ? consoleServices[service] : { path: "console/home" };
  // What has one page for all regions has it where every account is.
  const at = global ? (everyAccountsRegions[0] ?? wanted) : wanted;
  return `https://${at}.${consoleDomain}/${path}?region=${at}${hash ? `#${hash}` : ""}`;
}

/** The rest of the text after the origin; something that no rest begins with if it does not begin with the origin. */
function withoutPrefix(text: string, origin: string): string {
  return text.toLowerCase().startsWith(origin) ? text.slice(origin.length) : "-";
}

function refused(reason: string): PortalError {
  return new PortalError("invalid-input", `the console's page was refused: ${reason}`);
}
