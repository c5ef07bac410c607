/** Problems as programs that speak OAuth expect them: RFC 6749, 5.2 and RFC 8628, 3.5. */

import "server-only";
import { type ProblemCode, problems } from "@/lib/core/problems";

export function oauthError(error: string, description?: string, status = 400): Response {
  return Response.json({ error, ...(description && { error_description: description }) }, { status });
}

const malformed: ReadonlySet<ProblemCode> = new Set(["invalid-input", "unsupported-media-type", "too-large"]);

/** What passes is worth another try; what stands against a token that a person allowed is a refusal, with the reason in words. */
export function oauthProblem(code: ProblemCode): Response {
  const { status, title } = problems[code];
  if (code === "too-many-requests") return oauthError("slow_down", title, status);
  if (status >= 500) return oauthError("temporarily_unavailable", title, status);
  return oauthError(malformed.has(code) ? "invalid_request" : "access_denied", title);
}
