/** Work that one replica does for all: whoever has the lease. */

import "server-only";
import { leaseJob } from "@/lib/store/job-leases";

/** Runs `work` if this process gets the lease of `name` for so many seconds; answers whether it did. */
export async function leased(name: string, seconds: number, work: () => Promise<unknown>): Promise<boolean> {
  if (!(await leaseJob(name, seconds))) return false;
  await work();
  return true;
}

/** True where this process has the job for so many seconds from now. With none it gives it up, for whoever asks next. */
export async function leaseFor(name: string, seconds: number): Promise<boolean> {
  return await leaseJob(name, seconds);
}
