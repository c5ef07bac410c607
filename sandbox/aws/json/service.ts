/**
 * How AWS's JSON 1.1 services speak: one address, the operation in a header, and errors typed in the body. The only
 * file that knows these envelopes.
 */

import type { Answer } from "@/sandbox/aws/http/answer";
import { jsonAnswer } from "@/sandbox/aws/http/answer";
import type { Service } from "@/sandbox/aws/operation";

const contentType = { "content-type": "application/x-amz-json-1.1" };

export function ok(value: unknown): Answer {
  return jsonAnswer(200, value, contentType);
}

/** AWS's model gives these errors no status of their own: 400, or 500 where the service itself failed. */
export function jsonFailure(type: string, message: string, more: Record<string, string> = {}): Answer {
  const status = /^(InternalServer|Service)Exception$/.test(type) ? 500 : 400;
  return jsonAnswer(status, { __type: type, Message: message, ...more }, contentType);
}

/** `name` as its requests are signed; `throttling` and `failure` by the names that its own model has. */
export function jsonService(own: { paced: boolean; throttling: string; failure: string }): Service {
  return {
    paced: own.paced,
    throttled: (typed) => {
      const answer = jsonFailure(own.throttling, "Rate exceeded");
      return typed
        ? { ...answer, headers: { ...answer.headers, "x-amzn-errortype": own.throttling } }
        : answer;
    },
    denied: () => jsonFailure("AccessDeniedException", "You don't have permissions to access this resource."),
    failed: () => jsonFailure(own.failure, "The service failed to answer."),
  };
}
