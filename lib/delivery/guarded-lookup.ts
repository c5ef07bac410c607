/**
 * Looks up a receiver's name. The connection goes to the very addresses that were checked: a name that leads elsewhere a moment
 * later gains nothing.
 */

import "server-only";
import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { refusedAddress } from "@/lib/delivery/failure";
import { mayBeReceiver, mayReceive } from "@/lib/env/receiver-addresses";

function refusal(host: string): NodeJS.ErrnoException {
  const message = `${host} leads to an address that nothing is sent to`;
  return Object.assign(new Error(message), { code: refusedAddress });
}

/** Throws for an address that is written out and closed: none of those is looked up. */
export function refuseClosedAddress(host: string): void {
  if (!mayBeReceiver(host)) throw refusal(host);
}

type Found = (failure: NodeJS.ErrnoException | null, found: LookupAddress[]) => void;

function bySystem(host: string, done: Found): void {
  lookup(host, { all: true }, done);
}

/** For `lookup` of a connection. One closed address among several refuses the name. */
export function guardedLookup(resolve: (host: string, done: Found) => void = bySystem): LookupFunction {
  return (host, options, done) => {
    resolve(host, (failure, found) => {
      if (failure) return done(failure, []);
      const [first] = found;
      if (!first || !found.every(({ address }) => mayReceive(host, address))) return done(refusal(host), []);
      if (options.all) return done(null, found);
      done(null, first.address, first.family);
    });
  };
}
