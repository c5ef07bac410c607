/** An anchor in a bucket: each signed statement an object of its own, under its number, which nobody can change or delete for a time. */

import "server-only";
import { randomUUID } from "node:crypto";
import { keepObject } from "@/lib/aws/locked-object";
import { within } from "@/lib/core/within";
import type { Receiver } from "@/lib/delivery/receiver";

const dayMs = 24 * 60 * 60 * 1000;

/** For one parcel. */
const patienceMs = 30_000;

type Bucket = { url: string; region: string; days: number };

/** In one order however they are sorted. */
function keyOf(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(12, "0")}.json`;
}

export function bucketAnchor({ url, region, days }: Bucket): Receiver {
  const { host: bucket, pathname } = new URL(url);
  const folder = pathname.replace(/^\/|\/$/g, "");
  const prefix = folder === "" ? "" : `${folder}/`;

  return {
    destination: `s3://${bucket}/${prefix}`,
    most: { items: 20, bytes: 256_000 },
    async send(parcel, stopping) {
      await within(patienceMs, stopping, async (signal) => {
        const call = { correlationId: randomUUID(), signal };
        for (const { place, line } of parcel) {
          const until = new Date(Date.now() + days * dayMs);
          await keepObject({ region, bucket, key: keyOf(prefix, place) }, `${line}\n`, until, call);
        }
      });
    },
  };
}
