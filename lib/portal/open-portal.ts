/** Coming up and going down: what must be true before anybody is let in. */

import "server-only";
import { assertBucketIsAtAws, assertEndpointsAreOurs } from "@/lib/aws/endpoints";
import { env, instances } from "@/lib/env";
import { writeCheckpoint } from "@/lib/store/audit-checkpoints";
import { flushAudit } from "@/lib/store/audit-log";
import { closeStore, openStore, storeIsReady, storeKind } from "@/lib/store/open-store";

/** Throws where the store cannot be opened or keys would be sent elsewhere than to AWS. */
export async function openPortal(): Promise<{ store: ReturnType<typeof storeKind> }> {
  await assertEndpointsAreOurs(instances());
  const { AUDIT_ANCHOR_S3: place, AUDIT_ANCHOR_S3_REGION: region } = env();
  if (place && region) await assertBucketIsAtAws(region, new URL(place).host);
  await openStore();
  return { store: storeKind() };
}

/** Whether an event could be recorded now. */
export async function portalIsReady(): Promise<boolean> {
  return await storeIsReady();
}

/** The last events are signed before the store is closed, which it is in any case. */
export async function closePortal(): Promise<void> {
  try {
    await flushAudit();
    await writeCheckpoint();
  } finally {
    await closeStore();
  }
}
