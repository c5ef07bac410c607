/**
 * Who signed a call about the organization, and whether their policy allows it: the portal's own identity, and
 * whoever assumed the role made for reading it, in the management account.
 */

import { assumedRoleArn, type Emulator, now, realNow } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { actors, managementAccountId, organizationReaderRole, portalActor } from "@/sandbox/aws/instance";
import { type SignatureFault, type SigningKey, verifySignature } from "@/sandbox/aws/sigv4";
import { jsonFailure } from "./service";

/** `service`: as requests are signed. `action`: as policies name it. Undefined: the call may go on. */
export function refusedReader(
  asked: Asked,
  emulator: Emulator,
  { service, region, action }: { service: string; region: string | undefined; action: string },
): Answer | undefined {
  const checked = verifySignature(asked, {
    service,
    region,
    keyOf: (accessKeyId) => keyOf(accessKeyId, emulator),
    realNow: realNow(emulator),
  });
  if ("fault" in checked) return jsonFailure(...signatureRefusals[checked.fault]);
  const { arn, mayRead, expiresAt } = checked.key;
  if (expiresAt <= now(emulator)) {
    return jsonFailure("ExpiredTokenException", "The security token included in the request is expired");
  }
  if (mayRead) return undefined;
  return jsonFailure(
    "AccessDeniedException",
    `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}

type ReaderKey = SigningKey & { arn: string; mayRead: boolean; expiresAt: number };

function keyOf(accessKeyId: string, emulator: Emulator): ReaderKey | undefined {
  const management = managementAccountId(emulator.company);
  const actor = actors.find((one) => one.accessKeyId === accessKeyId);
  if (actor) {
    const { secretAccessKey, userName } = actor;
    const arn = `arn:aws:iam::${management}:user/${userName}`;
    return { secretAccessKey, arn, mayRead: actor === portalActor, expiresAt: Number.POSITIVE_INFINITY };
  }
  const keys = emulator.state.keys.get(accessKeyId);
  if (!keys) return undefined;
  const mayRead = keys.accountId === management && keys.iamRoleName === organizationReaderRole;
  const { secretAccessKey, sessionToken, expiresAt } = keys;
  return { secretAccessKey, sessionToken, expiresAt, arn: assumedRoleArn(keys), mayRead };
}

const invalidToken = "The security token included in the request is invalid.";

const signatureRefusals: Record<SignatureFault, [type: string, message: string]> = {
  missing: ["MissingAuthenticationTokenException", "Missing Authentication Token"],
  incomplete: [
    "IncompleteSignatureException",
    "Authorization header requires Credential, SignedHeaders and Signature.",
  ],
  "unknown-key": ["UnrecognizedClientException", invalidToken],
  "wrong-session-token": ["UnrecognizedClientException", invalidToken],
  "wrong-scope": [
    "InvalidSignatureException",
    "Credential should be scoped to a valid region and to the correct service.",
  ],
  skewed: ["InvalidSignatureException", "Signature expired or not yet current: check the clock."],
  mismatch: [
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided.",
  ],
};
