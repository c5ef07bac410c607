/** ListAccountRoles: the roles that a person may take in one account. */

import { jsonAnswer } from "@/sandbox/aws/http/answer";
import type { Handler } from "@/sandbox/aws/operation";
import { bearerOf } from "./bearer";
import { listedAt } from "./list-accounts";
import { listPage } from "./list-page";
import { ssoError } from "./service";

export const listAccountRoles: Handler = (asked, emulator) => {
  const bearer = bearerOf(asked, emulator);
  if ("refused" in bearer) return bearer.refused;

  const accountId = asked.query.get("account_id") ?? "";
  if (!/^\d{12}$/.test(accountId)) {
    return ssoError("InvalidRequestException", "account_id must be twelve digits.");
  }
  if (!bearer.company.accountOf(accountId)) return ssoError("ResourceNotFoundException", "Account not found");
  const roles = bearer.company.rolesOf(bearer.login, accountId, listedAt(emulator));
  if (roles.length === 0) return ssoError("ForbiddenException", "No access");

  const page = listPage(roles, `roles of ${bearer.sessionId} in ${accountId}`, asked, emulator);
  if ("refused" in page) return page.refused;
  const roleList = page.items.map(({ roleName }) => ({ roleName, accountId }));
  return jsonAnswer(200, { roleList, ...page.end });
};
