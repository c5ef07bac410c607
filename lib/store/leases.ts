/**
 * The right to renew one row's secret, for a while. Whoever holds it asks the outside world with no transaction open and
 * then stores the answer by compare-and-set: holder and version must still be theirs. Times are the database's own.
 */

import "server-only";

export type Lease = {
  personId: string;
  /** Null for the identity provider's tokens, which belong to no instance. */
  instance: string | null;
  /** A new UUID for each lease. */
  holder: string;
  /** Of the row when the lease was taken. */
  version: number;
};

/** What every change that ends a lease writes. */
export const leaseEnded = { leaseHolder: null, leaseUntil: null } as const;
