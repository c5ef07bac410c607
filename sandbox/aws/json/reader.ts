/**
 * Who signed a call about an organization, and whether their policy allows it: whoever assumed the role made for
 * reading it, in its management account; in the company's own, the portal's identity, too.
 */

import { assumedRoleArn, type Emulator, now, realNow } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import {
  actors,
  companyOf,
  homeRegion,
  instanceIn,
  managementAccountId,
  organizationReaderRole,
  portalActor,
} from "@/sandbox/aws/instance";
import { type SignatureFault, type SigningKey, verifySignature } from "@/sandbox/aws/sigv4";
import { type InstanceName, instanceNames } from "@/sandbox/instances";
import { jsonFailure } from "./service";

type Wanted = {
  /** As requests are signed. */
  service: string;
  /** As policies name it. */
  action: string;
  /** Whether one address answers for every region: then the caller's account alone says which organization is meant. */
  isGlobal: boolean;
};

/** Which instance's organization the call may read. */
export function readerOf(
  asked: Asked,
  emulator: Emulator,
  { service, action, isGlobal }: Wanted,
): { instance: InstanceName } | { refused: Answer } {
  const checked = verifySignature(asked, {
    service,
    // The first origin stands for the region of every instance.
    region: isGlobal || asked.region === homeRegion ? undefined : asked.region,
    keyOf: (accessKeyId) => keyOf(accessKeyId, emulator),
    realNow: realNow(emulator),
  });
  if ("fault" in checked) return { refused: jsonFailure(...signatureRefusals[checked.fault]) };
  const { arn, reads, expiresAt } = checked.key;
  if (expiresAt <= now(emulator)) {
    const message = "The security token included in the request is expired";
    return { refused: jsonFailure("ExpiredTokenException", message) };
  }
  const meant = isGlobal ? reads : instanceIn(checked.region);
  if (!isGlobal && !meant) return { refused: jsonFailure(...signatureRefusals["wrong-scope"]) };
  if (meant && meant === reads) return { instance: meant };
  const message = `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return { refused: jsonFailure("AccessDeniedException", message) };
}

/** `reads`: the instance whose organization a policy lets them read. */
type ReaderKey = SigningKey & { arn: string; reads: InstanceName | undefined; expiresAt: number };

function keyOf(accessKeyId: string, emulator: Emulator): ReaderKey | undefined {
  const management = managementAccountId(emulator.company);
  const actor = actors.find((one) => one.accessKeyId === accessKeyId);
  if (actor) {
    const { secretAccessKey, userName } = actor;
    const arn = `arn:aws:iam::${management}:user/${userName}`;
    const reads = actor === portalActor ? "main" : undefined;
    return { secretAccessKey, arn, reads, expiresAt: Number.POSITIVE_INFINITY };
  }
  const keys = emulator.state.keys.get(accessKeyId);
  if (!keys) return undefined;
  const reads = instanceNames.find(
    (name) =>
      keys.iamRoleName === organizationReaderRole &&
      keys.accountId === managementAccountId(companyOf(emulator, name)),
  );
  const { secretAccessKey, sessionToken, expiresAt } = keys;
  return { secretAccessKey, sessionToken, expiresAt, arn: assumedRoleArn(keys), reads };
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
