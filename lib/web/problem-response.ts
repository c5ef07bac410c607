/** A problem as an answer for programs: RFC 9457 `application/problem+json`. */

import "server-only";
import { type ProblemCode, problems } from "@/lib/core/problems";
import { env } from "@/lib/env";

export type ProblemLinks = { awsPortal?: string };

/** Seconds after which asking again makes sense. */
const retryAfter: Partial<Record<ProblemCode, number>> = {
  "aws-throttled": 30,
  "too-many-requests": 60,
  "store-unavailable": 10,
  "not-recorded": 10,
  "provider-unavailable": 5,
  stopping: 5,
};

/** `reference` is the request's correlation id: the one thing of it that a person can pass on. */
export function problemResponse(
  code: ProblemCode,
  reference: string | null,
  links: ProblemLinks = {},
): Response {
  const { status, title, remedy } = problems[code];
  const seconds = retryAfter[code];
  return Response.json(
    {
      type: new URL(`/problem/${code}`, env().PORTAL_URL).href,
      title,
      status,
      code,
      remedy,
      reference,
      links,
    },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        ...(seconds === undefined ? {} : { "retry-after": String(seconds) }),
        // What HTTP wants beside a 401 that a header would mend.
        ...(code === "access-token-refused" ? { "www-authenticate": "Bearer" } : {}),
      },
    },
  );
}

/** AWS's own way to the same place, where there is one. */
export function linksFor(awsPortal: string | undefined): ProblemLinks {
  return awsPortal === undefined ? {} : { awsPortal };
}
