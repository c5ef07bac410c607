/**
 * An event's own text, read again. Text of another version of the portal, or that somebody spoiled, is read as far as it goes:
 * that it was spoiled is the verification's to find, and must not hide the event.
 */

import { z } from "zod";

const text = z.string().optional().catch(undefined);
const orNull = z.string().nullable().optional().catch(undefined);

const EventText = z.object({
  id: text,
  kind: text,
  outcome: text,
  correlationId: text,
  requestId: text,
  person: z
    .object({ id: text, issuer: text, subject: text, name: orNull, email: orNull, userName: text })
    .optional()
    .catch(undefined),
  source: z.object({ address: text, peer: text, userAgent: text }).optional().catch(undefined),
  grant: z.object({ instance: text, accountId: text, role: text }).optional().catch(undefined),
  accountName: text,
  accessKeyId: text,
  tokenFingerprint: text,
  detail: z.record(z.string(), z.unknown()).catch({}).default({}),
});

export type EventText = z.infer<typeof EventText>;

/** Null where it is no JSON object at all. */
export function readEventText(stored: string): EventText | null {
  try {
    return EventText.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}
