/**
 * AWS's partitions as data: where each one's services, its console and its console's sign-in live. The only file that
 * knows these names. Which region belongs to which partition is known in `lib/core/region.ts`.
 */

import "server-only";

import { PortalError } from "@/lib/core/portal-error";
import { type PartitionId, partitionIdOf } from "@/lib/core/region";
import { env, type Instance, instances, isLoopback } from "@/lib/env";

type Partition = {
  id: PartitionId;
  /** What the names of service hosts end with; the second is that of hosts that also speak IPv6. */
  serviceDomains: readonly string[];
  consoleDomain: string;
  signInDomain: string;
  /** The region that `signInDomain` itself stands for. Null: each region has its own host, and only that. */
  signInRegion: string | null;
  /**
   * Regions that every account has from its first day, the best known first. An account's keys are worth nothing in
   * a region that the account did not opt into.
   */
  everyAccountsRegions: readonly string[];
};

const partitions: readonly Partition[] = [
  {
    id: "aws-us-gov",
    serviceDomains: ["amazonaws.com", "api.aws"],
    consoleDomain: "console.amazonaws-us-gov.com",
    signInDomain: "signin.amazonaws-us-gov.com",
    signInRegion: "us-gov-west-1",
    everyAccountsRegions: ["us-gov-west-1", "us-gov-east-1"],
  },
  {
    id: "aws-cn",
    serviceDomains: ["amazonaws.com.cn", "api.amazonwebservices.com.cn"],
    consoleDomain: "console.amazonaws.cn",
    signInDomain: "signin.amazonaws.cn",
    signInRegion: "cn-north-1",
    everyAccountsRegions: ["cn-north-1", "cn-northwest-1"],
  },
  {
    id: "aws-eusc",
    serviceDomains: ["amazonaws.eu", "api.amazonwebservices.eu"],
    consoleDomain: "console.amazonaws-eusc.eu",
    signInDomain: "signin.amazonaws-eusc.eu",
    signInRegion: null,
    everyAccountsRegions: ["eusc-de-east-1"],
  },
  {
    id: "aws",
    serviceDomains: ["amazonaws.com", "api.aws"],
    consoleDomain: "console.aws.amazon.com",
    signInDomain: "signin.aws.amazon.com",
    signInRegion: "us-east-1",
    everyAccountsRegions:
      "us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1".split(
        " ",
      ),
  },
];

/** Throws `aws-misconfigured` for a region of no partition that has an Identity Center portal. */
export function partitionOf(region: string): Partition {
  const partition = partitions.find(({ id }) => id === partitionIdOf(region));
  if (!partition)
    throw new PortalError("aws-misconfigured", `there is no Identity Center portal in ${region}`);
  return partition;
}

/** A region whose STS answers for the keys of every account: the instance's own, unless accounts must opt into it. */
export function stsRegion(region: string): string {
  const { everyAccountsRegions } = partitionOf(region);
  return everyAccountsRegions.includes(region) ? region : (everyAccountsRegions[0] ?? region);
}

/**
 * Where the console's sign-in lives for this instance: scheme and host. Tokens are redeemed where they were issued,
 * so both steps of a sign-in ask here. Throws `aws-misconfigured` for a host that is neither AWS's nor this machine:
 * keys are sent there.
 */
export function signInOrigin(instance: Instance): string {
  const { signInDomain, signInRegion } = partitionOf(instance.region);
  const regional = instance.region === signInRegion ? signInDomain : `${instance.region}.${signInDomain}`;
  const url = new URL(env().CONSOLE_SIGN_IN_URL ?? `https://${regional}`);

  const isAws = url.protocol === "https:" && url.port === "" && isWithin(url.hostname, signInDomain);
  if (!isAws && !isLoopback(url)) {
    throw new PortalError("aws-misconfigured", `keys for the console would be sent to ${url.host}`);
  }
  return url.origin;
}

/** True for the domain itself and for every name below it. */
export function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Sources for the CSP's `form-action`: the sign-in hosts that a form of ours may be sent on to. */
export function signInHosts(): readonly string[] {
  return unique(
    instances().flatMap((instance) => {
      const { signInDomain } = partitionOf(instance.region);
      return isLoopback(new URL(signInOrigin(instance)))
        ? [signInOrigin(instance)]
        : [`https://${signInDomain}`, `https://*.${signInDomain}`];
    }),
  );
}

/**
 * Sources for the CSP's `form-action`: the consoles that sign-in sends people on to. A sign-in host on this machine
 * has its console on another port of this machine, and nobody says which.
 */
export function consoleHosts(): readonly string[] {
  return unique(
    instances().flatMap((instance) => {
      const { consoleDomain } = partitionOf(instance.region);
      const signIn = new URL(signInOrigin(instance));
      return isLoopback(signIn)
        ? [`${signIn.protocol}//${signIn.hostname}:*`]
        : [`https://${consoleDomain}`, `https://*.${consoleDomain}`];
    }),
  );
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
