/** A problem as AWS's clients read it from a container's credentials endpoint: JavaScript's by `Message`, Go's and Rust's by `message`. */

import "server-only";
import { type ProblemCode, problems } from "@/lib/core/problems";
import { problemResponse } from "@/lib/web/problem-response";

/** Status and headers as everywhere: clients for Go and Java ask again after a 5xx, and stop at a 4xx. */
export function containerProblem(code: ProblemCode, reference: string | null): Response {
  const { status, headers } = problemResponse(code, reference);
  const { title, remedy } = problems[code];
  const message = `${title}. ${remedy} (Sallyport: ${code}, ${reference ?? "no reference"})`;
  const told = new Headers(headers);
  told.set("content-type", "application/json");
  return Response.json({ Code: code, Message: message, code, message }, { status, headers: told });
}
