/** A person's access as it travels to the page: one line of JSON each, in the order in which AWS answers. */

import type { Account } from "@/lib/core/account";
import type { ProblemCode } from "@/lib/core/problems";

export type AccessLine =
  | { kind: "accounts"; instance: string; accounts: readonly Account[] }
  | { kind: "roles"; instance: string; accountId: string; roles: readonly string[] }
  | { kind: "account-failed"; instance: string; accountId: string; problem: ProblemCode }
  | { kind: "instance-failed"; instance: string; problem: ProblemCode }
  | { kind: "end"; at: string };
