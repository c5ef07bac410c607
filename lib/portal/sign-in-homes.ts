/** Where sign-ins live: what a config file has to say of each instance. */

import "server-only";
import { instances } from "@/lib/env";
import type { ProfileInstance } from "@/lib/profiles/profile-grant";

export function signInHomes(): readonly ProfileInstance[] {
  return instances().map(({ id, startUrl, region }) => ({ id, startUrl, region }));
}
