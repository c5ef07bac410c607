/** Where people and programs reach the portal: scheme and host. */

import "server-only";
import { env } from "@/lib/env";

export function portalUrl(): string {
  return env().PORTAL_URL;
}
