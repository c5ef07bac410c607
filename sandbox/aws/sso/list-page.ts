/**
 * Cuts a list into pages as AWS does, at most 100 long. Between calls it varies what a client must not rely on: how
 * the end is marked (no token, null, or an empty one), and whether an empty page comes in the middle.
 */

import { createHash } from "node:crypto";
import type { Emulator } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { ssoError } from "./service";

export type ListPage<Item> = { items: Item[]; end: { nextToken?: string | null } };

/** Where to go on: the item to begin at, the number of the listing, and whether an empty page is still to come. */
type Place = { from: number; listing: number; emptyPageNext: boolean };

const longestPage = 100;

/** `belongsTo`: a token works only for the list it was given for. */
export function listPage<Item>(
  all: readonly Item[],
  belongsTo: string,
  asked: Asked,
  emulator: Emulator,
): ListPage<Item> | { refused: Answer } {
  const length = pageLength(asked.query.get("max_result"));
  if (length === undefined) {
    return { refused: ssoError("InvalidRequestException", "max_result must be between 1 and 100.") };
  }
  const token = asked.query.get("next_token");
  const place = token ? placeOf(token, belongsTo) : firstPlace(emulator, all.length > length);
  if (!place) return { refused: ssoError("InvalidRequestException", "Invalid next_token.") };

  if (place.emptyPageNext && place.from > 0) {
    return { items: [], end: { nextToken: tokenOf({ ...place, emptyPageNext: false }, belongsTo) } };
  }
  const to = place.from + length;
  const items = all.slice(place.from, to);
  if (to < all.length) return { items, end: { nextToken: tokenOf({ ...place, from: to }, belongsTo) } };
  const ends = [{}, { nextToken: null }, { nextToken: "" }];
  return { items, end: ends[place.listing % ends.length] ?? {} };
}

function pageLength(asked: string | null): number | undefined {
  if (asked === null) return longestPage;
  if (!/^\d{1,3}$/.test(asked)) return undefined;
  const length = Number(asked);
  return length >= 1 && length <= longestPage ? length : undefined;
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
