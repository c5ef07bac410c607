/**
 * The record to a URL: each parcel is one POST of JSON, signed. The same parcel has the same `webhook-id`, however often it is
 * sent, so that a receiver can tell what it has already.
 */

import "server-only";
import { createHash } from "node:crypto";
import { PortalError } from "@/lib/core/portal-error";
import { deliveryFailure } from "@/lib/delivery/failure";
import { post } from "@/lib/delivery/post";
import type { Parcel, Receiver } from "@/lib/delivery/receiver";
import { signatureHeaders } from "@/lib/delivery/webhook-signature";

type Webhook = {
  url: string;
  secrets: readonly string[];
  ca: string | undefined;
  /** What stands in the body: events or statements. */
  type: "record.events" | "record.statements";
  /** Longest wait for an answer. */
  withinMs?: number;
};

function bodyOf(type: Webhook["type"], parcel: Parcel): string {
  const [first] = parcel;
  const last = parcel.at(-1) ?? first;
  // The lines are JSON already. The time is that of the last item: a repeated parcel must be the same.
  const lines = parcel.map(({ line }) => line).join(",");
  const { place, at } = last;
  return `{"type":"${type}","timestamp":"${at}","data":{"first":${first.place},"last":${place},"records":[${lines}]}}`;
}

export function webhook({ url, secrets, type, ...way }: Webhook): Receiver {
  const to = new URL(url);
  const destination = to.host;

  return {
    destination,
    most: { items: 100, bytes: 256_000 },
    async send(parcel, stopping) {
      const body = bodyOf(type, parcel);
      const id = `msg_${createHash("sha256").update(body).digest("hex").slice(0, 32)}`;
      const headers = signatureHeaders(id, Math.floor(Date.now() / 1000), body, secrets);
      const status = await post(to, { body, headers, signal: stopping, ...way }).catch((failure: unknown) => {
        throw deliveryFailure(destination, failure);
      });
      if (status < 200 || status > 299) {
        throw new PortalError("delivery-refused", `${destination}: HTTP ${status}`);
      }
    },
  };
}
