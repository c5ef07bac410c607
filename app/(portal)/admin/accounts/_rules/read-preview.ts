/** What the server says that rules would do, asked from the page. */

import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { AccountLook } from "@/lib/core/account-look";
import type { AccountRule } from "@/lib/core/account-rules";

export type PreviewAccount = {
  instance: string;
  accountId: string;
  name: string | null;
  path: string | null;
  /** The place of the rule that decides; null where none does. */
  rule: number | null;
  look: AccountLook | null;
};

/** `field` is the rule's own, such as `pattern`. */
export type RuleFault = { rule: number; field: string; message: string };

export type Preview = {
  accounts: readonly PreviewAccount[];
  faults: readonly RuleFault[];
  /** Whether these are all accounts that Sallyport knows. */
  whole: boolean;
};

function readPreview(answer: unknown): Preview | null {
  if (!isRecord(answer) || !Array.isArray(answer.accounts) || !Array.isArray(answer.faults)) return null;
  return { accounts: answer.accounts, faults: answer.faults, whole: answer.whole === true };
}

export async function askPreview(
  rules: readonly AccountRule[],
  signal?: AbortSignal,
): Promise<Outcome<Preview>> {
  return await ask("/api/admin/account-rules/preview", { rules }, readPreview, signal);
}

/** Answers the version that counts now. */
export async function askSave(version: number, rules: readonly AccountRule[]): Promise<Outcome<number>> {
  return await ask("/api/admin/account-rules", { version, rules }, (answer) =>
    isRecord(answer) && typeof answer.version === "number" ? answer.version : null,
  );
}
