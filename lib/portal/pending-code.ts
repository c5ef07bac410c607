/** The code that a browser session waits with, and what of it may be seen. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { type Instance, instances } from "@/lib/env";
import { record } from "@/lib/portal/record";
import { type DeviceSignIn, deviceSignIn, endDeviceSignIn } from "@/lib/store/device-sign-ins";

/** Which page may show it: the person's own, in the session that it was made for. The device code is not in it. */
export type ShownCode = {
  userCode: string;
  verificationUri: string;
  verificationUriComplete: string;
  /** How often to ask. */
  intervalSeconds: number;
  /** Of this moment: the browser's clock may differ from ours. */
  secondsLeft: number;
};

/** Throws `not-found` for an instance that is not there, and for one that is connected in another way. */
export function codeInstance(id: string): Instance {
  const found = instances().find((instance) => instance.id === id && instance.connect === "device-code");
  if (!found)
    throw new PortalError("not-found", `no instance connected by codes is named ${id.slice(0, 64)}`);
  return found;
}

export function shownCode(code: Omit<ShownCode, "secondsLeft"> & { expiresAt: Date }): ShownCode {
  const { userCode, verificationUri, verificationUriComplete, intervalSeconds, expiresAt } = code;
  const secondsLeft = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000));
  return { userCode, verificationUri, verificationUriComplete, intervalSeconds, secondsLeft };
}

/**
 * What this session waits for, as long as its time is not over. A row that does not open was sealed under a secret that
 * is gone, or was put there by somebody: that goes on the record, and the row goes.
 */
export async function pendingCode(
  person: Person,
  sessionId: string,
  instance: Instance,
  facts: RequestFacts,
): Promise<DeviceSignIn | null> {
  try {
    const begun = await deviceSignIn(sessionId, instance.id);
    return begun?.personId === person.id && begun.expiresAt > new Date() ? begun : null;
  } catch (failure) {
    if (problemOf(failure) !== "unexpected") throw failure;
    const reason = "the sealed code did not open";
    const detail = { problem: "unexpected", reason, instance: instance.id };
    await record(person, facts, { kind: "connection.refused", detail });
    await endDeviceSignIn(sessionId, instance.id);
    return null;
  }
}
