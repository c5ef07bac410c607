/** The one error class. Its code is for people, its detail for the log; neither ever holds a secret. */

import type { ProblemCode } from "@/lib/core/problems";

export class PortalError extends Error {
  override name = "PortalError";
  readonly code: ProblemCode;
  readonly detail: string;

  /** `detail` reaches the log alone. */
  constructor(code: ProblemCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** The problem that a failure means to people; `unexpected` for whatever nobody foresaw. */
export function problemOf(failure: unknown): ProblemCode {
  // Not instanceof alone: Next may load this file twice, and then there are two classes of that name.
  if (failure instanceof PortalError) return failure.code;
  if (failure instanceof Error && failure.name === "PortalError" && "code" in failure) {
    return failure.code as ProblemCode;
  }
  return "unexpected";
}
