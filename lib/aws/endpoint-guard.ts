/**
 * Nothing diverts keys: the SDK takes endpoints from the environment and from `~/.aws/config`, and here each request
 * is held to AWS's own hosts and this machine. The only file that knows the names of service hosts.
 */

import "server-only";

import { partitionOf } from "@/lib/aws/partitions";
import { PortalError } from "@/lib/core/portal-error";
import { isLoopback } from "@/lib/env";

/** The first part of a service's host names. */
const services = {
  sso: "portal.sso",
  "sso-oidc": "oidc",
  sts: "sts",
  organizations: "organizations",
  "sso-admin": "sso",
  identitystore: "identitystore",
  s3: "s3",
} as const;

export type Service = keyof typeof services;

/** A request as the SDK's middleware sees it, as far as we need to know it. */
type OutgoingRequest = {
  protocol: string;
  hostname: string;
  port?: number;
  headers: Record<string, string>;
};

export function isOutgoingRequest(request: unknown): request is OutgoingRequest {
  return (
    typeof request === "object" &&
    request !== null &&
    "protocol" in request &&
    typeof request.protocol === "string" &&
    "hostname" in request &&
    typeof request.hostname === "string" &&
    "headers" in request &&
    typeof request.headers === "object"
  );
}

/** Throws `aws-misconfigured` unless the request goes to this machine or, encrypted, to the service itself. */
export function refuseDiversion(service: Service, region: string, request: unknown): void {
  if (!isOutgoingRequest(request)) throw new PortalError("unexpected", "the SDK made no HTTP request");
  const { protocol, hostname, port } = request;
  const address = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
  if (!URL.canParse(address) || !mayReceiveKeys(service, region, new URL(address))) {
    throw new PortalError("aws-misconfigured", `calls to ${service} would go to ${address}`);
  }
}

/**
 * AWS's domain alone would not do: anybody can have a bucket, a balancer or an API under `amazonaws.com`. So it must
 * be the service's own name, its name for FIPS, or a VPC endpoint made for it.
 */
function mayReceiveKeys(service: Service, region: string, url: URL): boolean {
  if (isLoopback(url)) return true;
  if (url.protocol !== "https:" || url.port !== "") return false;

  const name = services[service];
  return partitionOf(region).serviceDomains.some((domain) => {
    if (!url.hostname.endsWith(`.${domain}`)) return false;
    const host = url.hostname.slice(0, -domain.length - 1);
    // The last two are S3's alone, for IPv6.
    const names = [name, `${name}-fips`, `${name}.dualstack`, `${name}-fips.dualstack`];
    const own = names.some((it) => host === it || isRegionOf(it, host));
    // `bucket.`, as it stands there, is S3's way of saying that the path names the bucket.
    const endpoint = `^(bucket\\.)?vpce-[a-z0-9-]+\\.${name.replace(".", "\\.")}\\.[a-z0-9-]+\\.vpce$`;
    return own || new RegExp(endpoint).test(host);
  });
}

/** `sts.eu-west-1` is the region `eu-west-1` of `sts`. */
function isRegionOf(name: string, host: string): boolean {
  return host.startsWith(`${name}.`) && /^[a-z0-9-]+$/.test(host.slice(name.length + 1));
}
