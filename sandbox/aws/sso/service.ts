/** How the portal API words its errors. The only file that knows the body `{"message": ...}` and its types. */

import { type Answer, jsonAnswer, jsonError } from "@/sandbox/aws/http/answer";
import type { Service } from "@/sandbox/aws/operation";

/** ForbiddenException is not in AWS's own model; it is what AWS answers. */
const statusOf = {
  InvalidRequestException: 400,
  UnauthorizedException: 401,
  ForbiddenException: 403,
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
  InternalServerException: 500,
};

export function ssoError(type: keyof typeof statusOf, message: string): Answer {
  return jsonError(statusOf[type], type, { message });
}

export const sso: Service = {
  paced: true,
  throttled: (typed) =>
    typed
      ? ssoError("TooManyRequestsException", "Rate exceeded")
      : jsonAnswer(429, {
          message: "HTTP 429 Unknown Code",
          __type: "com.amazonaws.switchboard.portal#TooManyRequestsException",
        }),
  denied: () => ssoError("ForbiddenException", "No access"),
  failed: () => ssoError("InternalServerException", "The service failed to answer."),
  notFound: () => ssoError("ResourceNotFoundException", "Account not found"),
};
