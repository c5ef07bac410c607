/** Holds AWS's answers to their shape before anything of ours relies on them. */

import "server-only";

import type { z } from "zod";
import type { Operation } from "@/lib/aws/errors";
import { PortalError } from "@/lib/core/portal-error";

/** The answer, checked. Throws `aws-malformed` naming the fields at fault, never what stood in them. */
export function answerOf<Shape extends z.ZodType>(
  operation: Operation,
  shape: Shape,
  answer: unknown,
): z.output<Shape> {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;

  const fields = new Set(parsed.error.issues.map(({ path }) => path.map(String).join(".") || "(all)"));
  const named = [...fields].slice(0, 5).join(", ");
  throw new PortalError("aws-malformed", `${operation}: answered without a good ${named}`);
}
