/** How accounts look before administrators have said so: by what companies usually write into their names. */

import type { AccountRule } from "@/lib/core/account-rules";

/** The word on its own: `prod` in `payments-prod`, not in `products`. */
function saying(words: string): Pick<AccountRule, "field" | "kind" | "pattern"> {
  return { field: "name", kind: "regex", pattern: `(^|[^a-z])(${words})([^a-z]|$)` };
}

const plain = { colour: null, label: null, displayName: null, confirm: false } as const;

/** What stands before production on the way there is named after it, so that comes first. */
export const usualAccountRules: readonly AccountRule[] = [
  { ...saying("pre-?prod|stag|stage|staging|uat|qa|test"), ...plain, environment: "staging" },
  { ...saying("prod|production|prd|live"), ...plain, environment: "production" },
  { ...saying("dev|develop|development|sandbox|playground"), ...plain, environment: "development" },
];
