/**
 * Cuts a list into pages as AWS does. Between lists it varies what a client must not rely on: how the end is marked
 * (no token, null, or an empty one), and whether an empty page comes in the middle.
 */

import { createHash } from "node:crypto";
import type { Emulator } from "./emulator";

export type ListPage<Item> = { items: Item[]; nextToken?: string | null };

/** Where to go on: the item to begin at, the number of the listing, and whether an empty page is still to come. */
type Place = { from: number; listing: number; emptyPageNext: boolean };

/** A token that only a fault gives out: it leads to where it came from. */
export const firstPageAgain = "dGhlIGZpcnN0IHBhZ2UgYWdhaW4=";

/** `belongsTo`: a token works only for the list it was given for. Undefined: it was given for another. */
export function cutPage<Item>(
  all: readonly Item[],
  { belongsTo, token, length }: { belongsTo: string; token: string | undefined; length: number },
  emulator: Emulator,
): ListPage<Item> | undefined {
  const isFirst = !token || token === firstPageAgain;
  const place = isFirst ? firstPlace(emulator, all.length > length) : placeOf(token, belongsTo);
  if (!place) return undefined;

  if (place.emptyPageNext && place.from > 0) {
    return { items: [], nextToken: tokenOf({ ...place, emptyPageNext: false }, belongsTo) };
  }
  const to = place.from + length;
  const items = all.slice(place.from, to);
  if (to < all.length) return { items, nextToken: tokenOf({ ...place, from: to }, belongsTo) };
  const ends = [{}, { nextToken: null }, { nextToken: "" }];
  return { items, ...ends[place.listing % ends.length] };
}

/** Every second list that is longer than a page has an empty one in it. */
function firstPlace(emulator: Emulator, isLong: boolean): Place {
  emulator.state.listings += 1;
  const { listings } = emulator.state;
  return { from: 0, listing: listings, emptyPageNext: isLong && listings % 2 === 0 };
}

function tokenOf({ from, listing, emptyPageNext }: Place, belongsTo: string): string {
  const place = `${from}/${listing}/${emptyPageNext ? "e" : ""}`;
  return Buffer.from(`${place}/${seal(place, belongsTo)}`).toString("base64");
}

function placeOf(token: string, belongsTo: string): Place | undefined {
  const text = Buffer.from(token, "base64").toString("utf8");
  const [from, listing, empty, given] = text.split("/");
  if (given !== seal(`${from}/${listing}/${empty}`, belongsTo)) return undefined;
  return { from: Number(from), listing: Number(listing), emptyPageNext: empty === "e" };
}

function seal(place: string, belongsTo: string): string {
  return createHash("sha256").update(`page ${belongsTo} ${place}`).digest("hex").slice(0, 24);
}
