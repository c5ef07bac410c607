/** GetCallerIdentity: whose keys these are. Needs no permission. */

import type { Handler } from "@/sandbox/aws/operation";
import { callerOf } from "./caller";
import { stsAnswer } from "./service";

export const getCallerIdentity: Handler = (asked, emulator) => {
  const caller = callerOf(asked, emulator);
  if ("refused" in caller) return caller.refused;
  return stsAnswer("GetCallerIdentity", {
    Arn: caller.arn,
    UserId: caller.userId,
    Account: caller.accountId,
  });
};
