/** When the organization is read: every six hours, by one replica, and sooner again where that failed. */

import "server-only";
import { once } from "@/lib/core/once";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import { type Instance, instances } from "@/lib/env";
import { readOrganization } from "@/lib/portal/read-organization";
import { leaseJob } from "@/lib/store/job-leases";

/** Longer than a reading takes: ten thousand accounts' tags are half an hour. */
const readingSeconds = 60 * 60;

/** How long what was read is good for; and where some could not be read, until it is tried again. */
const freshSeconds = 6 * 60 * 60;
const againSeconds = { refused: 60 * 60, failed: 15 * 60 };

/** A refusal stays one until somebody changes a policy. */
const lasting: readonly ProblemCode[] = ["aws-refused", "aws-misconfigured"];

/** When this process reads an instance again. Others are kept away by the lease, which this one would always get. */
function nextReadings(): Map<string, number> {
  return once("organization-readings", () => new Map());
}

async function wait({ id }: Instance, seconds: number): Promise<boolean> {
  nextReadings().set(id, Date.now() + seconds * 1000);
  return await leaseJob(`read-organization ${id}`, seconds);
}

async function isDue(instance: Instance): Promise<boolean> {
  if (!instance.organization || (nextReadings().get(instance.id) ?? 0) > Date.now()) return false;
  if (await wait(instance, readingSeconds)) return true;
  nextReadings().delete(instance.id);
  return false;
}

/** `aws-refused: ListRoots`: what went wrong, and at what. */
function kindOf(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  return message.split(":", 2).join(":");
}

/** Whether such failures have been told of the instance before. */
function isOldNews({ id }: Instance, failures: readonly unknown[]): boolean {
  const told = once("organization-failures", () => new Map<string, string>());
  const news = failures.map(kindOf).join(", ");
  const isOld = told.get(id) === news;
  told.set(id, news);
  return isOld;
}

async function refresh(instance: Instance, stopping: AbortSignal): Promise<unknown[]> {
  const failures = await readOrganization(instance, stopping).catch((failure: unknown) => [failure]);
  if (stopping.aborted) {
    // Whoever starts next begins anew.
    await wait(instance, 0);
    return [];
  }
  const isLasting = failures.every((failure) => lasting.includes(problemOf(failure)));
  const again = isLasting ? againSeconds.refused : againSeconds.failed;
  await wait(instance, failures.length === 0 ? freshSeconds : again);
  return isOldNews(instance, failures) ? [] : failures;
}

/**
 * Reads what is due. Throws once for each new kind of failure, with all of them in its detail: a policy that lacks an action is
 * said once, and not every quarter of an hour.
 */
export async function keepOrganizationFresh(stopping: AbortSignal): Promise<void> {
  const failures: unknown[] = [];
  for (const instance of instances()) {
    if (stopping.aborted || !(await isDue(instance))) continue;
    failures.push(...(await refresh(instance, stopping)));
  }
  const [first, ...others] = new Map(failures.map((failure) => [kindOf(failure), failure])).values();
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const details = [first, ...others].map((failure) => (failure instanceof Error ? failure.message : "?"));
  throw new PortalError(problemOf(first), details.join("; "));
}
