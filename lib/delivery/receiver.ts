/** What everybody who gets the record has in common, whatever they speak. */

import "server-only";

/** One event or one signed statement on its way out. */
export type Item = {
  /** `seq` of an event, `number` of a statement. */
  place: number;
  /** One line of the record, or another format of it: JSON without a line end. */
  line: string;
  /** ISO 8601 in UTC. */
  at: string;
  /** What the event says by itself, for receivers that sort by it; null for a statement. */
  facts: Facts | null;
};

export type Facts = {
  kind: string;
  outcome: string;
  correlationId: string;
  personName: string | null;
  accountId: string | null;
  role: string | null;
  address: string | null;
  accessKeyId: string | null;
};

/** Items in their order, at least one. The same items always make the same parcel, byte for byte. */
export type Parcel = readonly [Item, ...Item[]];

export type Receiver = {
  /** For people: a host or a path. Nothing secret. */
  destination: string;
  /** Of one parcel. A single item may be larger. */
  most: { items: number; bytes: number };
  /**
   * Hands over, and answers when the receiver has it. Whatever was handed over before may come again. Throws
   * `delivery-unreachable`, `-refused`, `-untrusted` or `-unwritable`; what came of the parcel is then unknown.
   */
  send(parcel: Parcel, stopping: AbortSignal): Promise<void>;
};
