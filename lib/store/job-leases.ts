/** Which process does a job for all. */

import "server-only";
import { randomUUID } from "node:crypto";
import { once } from "@/lib/core/once";
import { asking } from "./database";

/** True where this process has the job for so many seconds from now: as the first, again, or after another's time ran out. */
export async function leaseJob(name: string, seconds: number): Promise<boolean> {
  const holder = once("job-lease-holder", () => randomUUID());
  const count = await asking(
    "lease job",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO job_lease (name, holder, until)
      VALUES (${name}, ${holder}::uuid, now() + make_interval(secs => ${seconds}))
      ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
      WHERE job_lease.holder = EXCLUDED.holder OR job_lease.until < now()`,
  );
  return count === 1;
}
