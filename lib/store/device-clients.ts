/**
 * The portal's registrations as a device client, at instances without a trusted issuer. Their secrets are sealed for the
 * instance: one registered at one instance does not open for another.
 */

import "server-only";
import { z } from "zod";
import { PortalError } from "@/lib/core/portal-error";
import { asking } from "./database";
import type { DeviceClient as Row } from "./generated/client";
import { seal, unseal } from "./seal";

export type DeviceClient = { instance: string; clientId: string; clientSecret: string; expiresAt: Date };

const Sealed = z.object({ clientSecret: z.string() });

/** It is nobody's: the instance stands where a person's id would. No person's id has a colon. */
function sealedFor(instance: string, clientId: string) {
  return { person: `instance:${instance}`, purpose: `device client ${clientId}` };
}

/** Null where it was sealed with another secret, or was tampered with: it is of no use, and another can be registered. */
function opened({ instance, clientId, sealed, expiresAt }: Row): DeviceClient | null {
  try {
    const { clientSecret } = Sealed.parse(JSON.parse(unseal(sealed, sealedFor(instance, clientId))));
    return { instance, clientId, clientSecret, expiresAt };
  } catch (failure) {
    if (failure instanceof PortalError) return null;
    throw failure;
  }
}

/** The one that lives longest, if it lives until then. */
export async function deviceClient(
  instance: string,
  { livesUntil }: { livesUntil: Date },
): Promise<DeviceClient | null> {
  const row = await asking("read device client", ({ prisma }) =>
    prisma.deviceClient.findFirst({
      where: { instance, expiresAt: { gte: livesUntil } },
      orderBy: [{ expiresAt: "desc" }, { clientId: "asc" }],
    }),
  );
  return row && opened(row);
}

/** Whether or not its time is over. */
export async function deviceClientById(clientId: string): Promise<DeviceClient | null> {
  const row = await asking("read device client", ({ prisma }) =>
    prisma.deviceClient.findUnique({ where: { clientId } }),
  );
  return row && opened(row);
}

/** One that is kept stays as it is: an id is registered once. */
export async function keepDeviceClient(client: DeviceClient): Promise<void> {
  const { instance, clientId, clientSecret, expiresAt } = client;
  const sealed = seal(JSON.stringify({ clientSecret }), sealedFor(instance, clientId));
  await asking("keep device client", ({ prisma }) =>
    prisma.deviceClient.createMany({
      data: [{ clientId, instance, sealed, expiresAt }],
      skipDuplicates: true,
    }),
  );
}

/** AWS takes none that expired, nor a token made with it. Answers how many. */
export async function forgetDeviceClients(before: Date): Promise<number> {
  const { count } = await asking("forget device clients", ({ prisma }) =>
    prisma.deviceClient.deleteMany({ where: { expiresAt: { lt: before } } }),
  );
  return count;
}
