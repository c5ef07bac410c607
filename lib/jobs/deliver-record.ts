/** Hands the record on: a watch for each delivery and each anchor, so that one that hangs holds up no other. */

import "server-only";
import type { Watch } from "@/lib/jobs/job";
import { deliverNext } from "@/lib/portal/deliver-next";
import { deliveries } from "@/lib/portal/deliveries";

export function deliveryWatches(): Watch[] {
  return deliveries().map((delivery) => ({
    name: `deliver ${delivery.name}`,
    step: (stopping, report) => deliverNext(delivery, stopping, report),
  }));
}
