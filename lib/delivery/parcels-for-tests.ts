/** Parcels for the tests of receivers. */

import type { Item, Parcel } from "@/lib/delivery/receiver";

const at = "2026-11-30T08:00:00.000Z";

export const facts = {
  kind: "credentials.issued",
  outcome: "succeeded",
  correlationId: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162",
  personName: "Ada Lovelace",
  accountId: "000000000123",
  role: "Reader",
  address: "192.0.2.7",
  accessKeyId: "ASIAEXAMPLE123456789",
};

export function item(place: number, changed: Partial<Item> = {}): Item {
  return { place, at, line: JSON.stringify({ seq: place, text: `event ${place} é` }), facts, ...changed };
}

export function parcel(first: number, last: number): Parcel {
  const [begin, ...more] = Array.from({ length: last - first + 1 }, (_, index) => item(first + index));
  if (!begin) throw new Error("A parcel has at least one item.");
  return [begin, ...more];
}
