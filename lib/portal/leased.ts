/** Work that one replica does for all: whoever has the lease. */

import "server-only";
import { leaseJob } from "@/lib/store/job-leases";

/** Runs `work` if this process gets the lease of `name` for so many seconds; answers whether it did. */
export async function leased(name: string, seconds: number, work: () => Promise<unknown>): Promise<boolean> {
  if (!(await leaseJob(name, seconds))) return false;
  await work();
  return true;
}
