/** AWS's own portal: the way round us when we cannot help. */

import "server-only";
import { awsPortalLink } from "@/lib/aws/aws-portal-link";
import type { Grant } from "@/lib/core/grant";
import { instances } from "@/lib/env";

/** AWS's own shortcut to a grant; undefined for an instance that we do not have. */
export function awsPortalFor(grant: Grant): string | undefined {
  const instance = instances().find(({ id }) => id === grant.instance);
  return instance && awsPortalLink(instance, grant);
}

export type AwsPortal = { instance: string; label: string; url: string };

/** One link for each instance. */
export function awsPortals(): AwsPortal[] {
  return instances().map((instance) => ({
    instance: instance.id,
    label: instance.label,
    url: awsPortalLink(instance),
  }));
}
