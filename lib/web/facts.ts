/** What is known of a request before anybody is: address, user agent, correlation id. The only file that reads forwarded headers. */

import "server-only";
import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { trustedProxies } from "@/lib/env";
import { hooked } from "@/lib/web/request-hook";

function isTrusted(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && trustedProxies().check(address, family === 6 ? "ipv6" : "ipv4");
}

/** The nearest address that no trusted proxy of ours has: hops are counted from the right, where forgers cannot write. */
function clientAddress(peer: string, forwarded: string | null): string {
  if (!isTrusted(peer) || !forwarded) return peer;
  const hops = forwarded.split(",").map((hop) => hop.trim().replace(/^\[(.*)\]$/, "$1"));
  const nearest = hops.findLast((hop) => !isTrusted(hop));
  return nearest && isIP(nearest) ? nearest : peer;
}

/** Throws `stopping` for a request that the hook did not see: the portal is not up yet. */
export function requestFacts(headers: Headers): RequestFacts & { path: string } {
  const seen = hooked(headers);
  if (!seen) throw new PortalError("stopping", "a request came before the request hook was there");
  return {
    correlationId: randomUUID(),
    address: clientAddress(seen.peer, headers.get("x-forwarded-for")),
    peer: seen.peer,
    userAgent: (headers.get("user-agent") ?? "").slice(0, 512),
    path: seen.path,
  };
}
