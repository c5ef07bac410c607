/** A problem's name and reference in one string: what of a failure reaches an error page. */

import { isProblemCode, type ProblemCode } from "@/lib/core/problems";

export function problemDigest(code: ProblemCode, reference: string | null): string {
  return `${code}@${reference ?? ""}`;
}

/** `unexpected` for a digest that is not ours: Next makes its own for errors nobody foresaw. */
export function problemOfDigest(digest: string | undefined): { code: ProblemCode; reference: string | null } {
  const [code, reference] = (digest ?? "").split("@");
  if (!isProblemCode(code)) return { code: "unexpected", reference: null };
  return { code, reference: reference || null };
}
