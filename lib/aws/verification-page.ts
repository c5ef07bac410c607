/**
 * Where people are sent to approve a device's code. It stands on a page of ours as a link to follow, so it is held to
 * AWS's own pages before: whatever is answered in AWS's name, nobody is led elsewhere.
 */

import "server-only";

import { partitionOf } from "@/lib/aws/partitions";
import { PortalError } from "@/lib/core/portal-error";
import { readStartUrl } from "@/lib/core/start-url";
import { type Instance, isLoopback } from "@/lib/env";

function isAwssPage(instance: Instance, { href, hostname }: URL): boolean {
  // An instance has several names, and need not answer under the one that it was asked by.
  if (hostname === new URL(instance.startUrl).hostname || readStartUrl(href)?.kind === "portal") return true;
  const { serviceDomains } = partitionOf(instance.region);
  return serviceDomains.some((domain) => hostname === `device.sso.${instance.region}.${domain}`);
}

/** The address, written anew. Throws `aws-malformed` for one that is not AWS's. */
export function verificationPage(instance: Instance, told: string): string {
  const url = URL.canParse(told) && told.length <= 2048 ? new URL(told) : null;
  const isPlain = url && url.username === "" && url.password === "";
  if (isPlain && isLoopback(url) && /^https?:$/.test(url.protocol)) return url.href;
  if (isPlain && url.protocol === "https:" && url.port === "" && isAwssPage(instance, url)) return url.href;
  throw new PortalError(
    "aws-malformed",
    `a code would be approved at ${url?.host.slice(0, 100) ?? "no URL"}`,
  );
}
