/** Who signed an STS call: an IAM user with lasting keys, or a role session with keys that were minted here. */

import { assumedRoleArn, type Emulator, now, type RoleKeys, realNow } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { actors, managementAccountId, roleId, userId } from "@/sandbox/aws/instance";
import { type SignatureFault, type SigningKey, verifySignature } from "@/sandbox/aws/sigv4";
import { type StsErrorCode, stsError } from "./service";

export type Caller = {
  accountId: string;
  arn: string;
  userId: string;
  /** Undefined: an IAM user. */
  session: RoleKeys | undefined;
};

export function callerOf(asked: Asked, emulator: Emulator): Caller | { refused: Answer } {
  const checked = verifySignature(asked, {
    service: "sts",
    // This origin stands for STS of every region, because people's tools may be set to any.
    region: undefined,
    keyOf: (accessKeyId) => keyOf(accessKeyId, emulator),
    realNow: realNow(emulator),
  });
  if ("fault" in checked) {
    const [code, message] = refusals[checked.fault];
    return { refused: stsError(code, message) };
  }
  const { caller } = checked.key;
  if (caller.session && caller.session.expiresAt <= now(emulator)) {
    return { refused: stsError("ExpiredToken", "The security token included in the request is expired") };
  }
  return caller;
}

type CallerKey = SigningKey & { caller: Caller };

function keyOf(accessKeyId: string, emulator: Emulator): CallerKey | undefined {
  const session = emulator.state.keys.get(accessKeyId);
  if (session) {
    const { accountId, iamRoleName, sessionName, secretAccessKey, sessionToken } = session;
    const id = `${roleId(accountId, iamRoleName)}:${sessionName}`;
    return {
      secretAccessKey,
      sessionToken,
      caller: { accountId, arn: assumedRoleArn(session), userId: id, session },
    };
  }
  const actor = actors.find((one) => one.accessKeyId === accessKeyId);
  if (!actor) return undefined;
  const accountId = managementAccountId(emulator.company);
  const arn = `arn:aws:iam::${accountId}:user/${actor.userName}`;
  const caller = { accountId, arn, userId: userId(actor.userName), session: undefined };
  return { secretAccessKey: actor.secretAccessKey, caller };
}

const invalidToken = "The security token included in the request is invalid.";

const refusals: Record<SignatureFault, [StsErrorCode, string]> = {
  missing: ["MissingAuthenticationToken", "Request is missing Authentication Token"],
  incomplete: [
    "IncompleteSignature",
    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature', and the date.",
  ],
  "unknown-key": ["InvalidClientTokenId", invalidToken],
  "wrong-session-token": ["InvalidClientTokenId", invalidToken],
  "wrong-scope": ["SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'."],
  skewed: ["SignatureDoesNotMatch", "Signature expired or not yet current: check the clock."],
  mismatch: [
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
  ],
};
