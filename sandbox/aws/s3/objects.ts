/** What buckets hold. A bucket with Object Lock keeps versions: what is written stands beside what was there before. */

/** `isLocked`: made with Object Lock, so that what is put there can be kept from everybody for a time. */
export type Bucket = { name: string; isLocked: boolean };

/** In the home region. One is as anchors need it; the other is what people make without thinking of it. */
export const buckets: readonly Bucket[] = [
  { name: "sallyport-anchors", isLocked: true },
  { name: "sallyport-plain", isLocked: false },
];

export type Version = {
  id: string;
  /** Null: a marker that says deleted. */
  body: string | null;
  contentType: string;
  /** As the client sent it, in Base64. */
  checksum: { name: string; value: string } | undefined;
  lastModified: number;
  /** Until when nobody can delete it; in COMPLIANCE mode not even the account's owner. Epoch milliseconds. */
  lock: { mode: string; until: number } | undefined;
};

/** By `bucket/key`, oldest first. */
export type Objects = Map<string, Version[]>;

/** What a reader without a version id gets. */
export function currentVersion(objects: Objects, name: string): Version | undefined {
  const last = objects.get(name)?.at(-1);
  return last?.body === null ? undefined : last;
}
