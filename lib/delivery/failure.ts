/** What a receiver's failure means. Its own words stay out: they may repeat what was sent. */

import "server-only";
import { PortalError, problemOf } from "@/lib/core/portal-error";

/** Node's code for an address that we refuse to go to. */
export const refusedAddress = "EREFUSEDADDRESS";

const untrusted =
  /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|EREFUSEDADDRESS)/;

function codeOf(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code).slice(0, 64) : "no answer";
}

/** A PortalError stays what it is. */
export function deliveryFailure(destination: string, failure: unknown): PortalError {
  if (failure instanceof PortalError && problemOf(failure) !== "unexpected") return failure;
  const code = codeOf(failure);
  const problem = untrusted.test(code) ? "delivery-untrusted" : "delivery-unreachable";
  return new PortalError(problem, `${destination}: ${code}`);
}
