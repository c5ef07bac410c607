/** GetRoleCredentials: fresh keys for one role, decided by what is assigned at this moment. */

import { now, toldInstant } from "@/sandbox/aws/emulator";
import { jsonAnswer } from "@/sandbox/aws/http/answer";
import { reservedRoleName } from "@/sandbox/aws/instance";
import type { Handler } from "@/sandbox/aws/operation";
import { mintKeys } from "@/sandbox/aws/role-keys";
import { identityOf } from "@/sandbox/company";
import { bearerOf } from "./bearer";
import { ssoError } from "./service";

/** Whatever a permission set says, its IAM role allows 12 hours: a console session may last so long. */
const reservedRoleSeconds = 43_200;

export const getRoleCredentials: Handler = (asked, emulator) => {
  const bearer = bearerOf(asked, emulator);
  if ("refused" in bearer) return bearer.refused;

  const accountId = asked.query.get("account_id") ?? "";
  const roleName = asked.query.get("role_name") ?? "";
  if (!/^\d{12}$/.test(accountId)) {
    return ssoError("InvalidRequestException", "account_id must be twelve digits.");
  }
  if (roleName === "") return ssoError("InvalidRequestException", "role_name must not be empty.");

  const roles = bearer.company.rolesOf(bearer.login, accountId);
  const role = roles.find((one) => one.roleName === roleName);
  const identity = identityOf(bearer.login);
  if (!role || !identity) return ssoError("ForbiddenException", "No access");

  const keys = mintKeys(emulator, {
    expiresAt: now(emulator) + (emulator.options.keysLastSeconds || role.sessionHours * 3600) * 1000,
    instance: bearer.instance,
    accountId,
    iamRoleName: reservedRoleName(bearer.instance, accountId, roleName),
    sessionName: identity.identityCenterUserName,
    console: { kind: "at-most", seconds: reservedRoleSeconds },
    sourceIdentity: undefined,
    transitiveTags: new Map(),
    userAgent: asked.headers.get("user-agent"),
  });
  return jsonAnswer(200, {
    roleCredentials: {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
      // Milliseconds here; everything of sso-oidc is in seconds. AWS's instants are whole seconds all the same.
      expiration: Math.floor(toldInstant(emulator, keys.expiresAt) / 1000) * 1000,
    },
  });
};
