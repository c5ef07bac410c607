/** Who signed a call of S3: the portal's server may use its bucket, others are known and may not. */

import { type Emulator, realNow } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { actors, homeRegion, portalActor } from "@/sandbox/aws/instance";
import { type SignatureFault, verifySignature } from "@/sandbox/aws/sigv4";
import { type S3ErrorCode, s3Error } from "./service";

/** Null: they may. */
export function refusalOf(asked: Asked, emulator: Emulator): Answer | null {
  const checked = verifySignature(asked, {
    service: "s3",
    region: homeRegion,
    keyOf: (accessKeyId) => actors.find((one) => one.accessKeyId === accessKeyId),
    realNow: realNow(emulator),
  });
  if ("fault" in checked) return s3Error(...refusals[checked.fault]);
  return checked.key === portalActor ? null : s3Error("AccessDenied", "Access Denied");
}

const refusals: Record<SignatureFault, [S3ErrorCode, string]> = {
  missing: ["AccessDenied", "Access Denied"],
  incomplete: ["AuthorizationHeaderMalformed", "The authorization header that you provided is not valid."],
  "unknown-key": ["InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."],
  "wrong-session-token": ["InvalidToken", "The provided token is malformed or otherwise invalid."],
  "wrong-scope": [
    "AuthorizationHeaderMalformed",
    `The authorization header is malformed; the region is wrong; expecting '${homeRegion}'`,
  ],
  skewed: [
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
  ],
  mismatch: [
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
};
