/** The portal's own registration at an instance that is connected by device codes: made once, shared by everybody. */

import "server-only";
import {
  type DeviceAuthorization,
  registerClient,
  startDeviceAuthorization,
} from "@/lib/aws/device-authorization";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { paced } from "@/lib/portal/paced";
import { type DeviceClient, deviceClient, keepDeviceClient } from "@/lib/store/device-clients";

/** With less life than this it begins nothing new: what is made with it could not be renewed for long. */
const leastLifeMs = 10 * 24 * 60 * 60 * 1000;

/** Two at once may make two. Both are kept: tokens are made with both. */
async function registered(instance: Instance, facts: RequestFacts): Promise<DeviceClient> {
  const made = await paced(instance, { priority: "mint" }, () => registerClient(instance, facts));
  const client = { ...made, instance: instance.id };
  await keepDeviceClient(client);
  return client;
}

async function begun(
  instance: Instance,
  client: DeviceClient,
  facts: RequestFacts,
): Promise<(DeviceAuthorization & { clientId: string }) | null> {
  const authorization = await paced(instance, { priority: "mint" }, () =>
    startDeviceAuthorization(instance, client, facts),
  );
  return authorization === "unknown-client" ? null : { ...authorization, clientId: client.clientId };
}

/** A new code. A registration that AWS has forgotten before its time is replaced. */
export async function newDeviceCode(
  instance: Instance,
  facts: RequestFacts,
): Promise<DeviceAuthorization & { clientId: string }> {
  const kept = await deviceClient(instance.id, { livesUntil: new Date(Date.now() + leastLifeMs) });
  const code =
    (kept && (await begun(instance, kept, facts))) ??
    (await begun(instance, await registered(instance, facts), facts));
  if (code) return code;
  throw new PortalError("aws-refused", "AWS does not know the registration that it has just made");
}
