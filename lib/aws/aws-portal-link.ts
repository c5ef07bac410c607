/** AWS's own way into a role, for when ours is closed: a link into its access portal that holds no secret. */

import "server-only";

import { consoleDestination } from "@/lib/aws/console-destination";
import type { Grant } from "@/lib/core/grant";
import { portalPage } from "@/lib/core/start-url";
import type { Instance } from "@/lib/env";

/**
 * AWS's shortcut link to the console as `grant`, or its access portal if none is given. Without a destination AWS
 * opens what the role's relay state says. Throws `invalid-input` for a destination outside the console.
 */
export function awsPortalLink(instance: Instance, grant?: Grant, destination?: string): string {
  const portal = portalPage(instance.startUrl, instance.region);
  if (!grant) return portal;

  const parts = [
    ["account_id", grant.accountId],
    ["role_name", grant.role],
    ...(destination ? [["destination", consoleDestination(instance, destination)]] : []),
  ];
  const query = parts.map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${portal}/#/console?${query}`;
}
