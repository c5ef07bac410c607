/** How `sso-oidc` words its errors. The only file that knows its types, statuses and OAuth names. */

import { type Answer, jsonError } from "@/sandbox/aws/http/answer";
import type { Service } from "@/sandbox/aws/operation";

/** SlowDownException is a 400, InvalidClientException a 401: so says AWS's model. */
const errors = {
  AuthorizationPendingException: [400, "authorization_pending"],
  SlowDownException: [400, "slow_down"],
  ExpiredTokenException: [400, "expired_token"],
  AccessDeniedException: [400, "access_denied"],
  InvalidClientException: [401, "invalid_client"],
  InvalidGrantException: [400, "invalid_grant"],
  InvalidRequestException: [400, "invalid_request"],
  InvalidRequestRegionException: [400, "invalid_request"],
  InvalidScopeException: [400, "invalid_scope"],
  UnauthorizedClientException: [400, "unauthorized_client"],
  UnsupportedGrantTypeException: [400, "unsupported_grant_type"],
  InvalidClientMetadataException: [400, "invalid_client_metadata"],
  InvalidRedirectUriException: [400, "invalid_redirect_uri"],
  InternalServerException: [500, "server_error"],
} as const satisfies Record<string, readonly [number, string]>;

/** Without a description the body has none: AWS often says no more than the name. */
export function oidcError(
  type: keyof typeof errors,
  description?: string,
  more: Record<string, string> = {},
): Answer {
  const [status, error] = errors[type];
  return jsonError(status, type, { error, ...(description && { error_description: description }), ...more });
}

export const oidc: Service = {
  paced: true,
  throttled: () => oidcError("SlowDownException", "Rate exceeded"),
  denied: () => oidcError("AccessDeniedException"),
  failed: () => oidcError("InternalServerException", "The service failed to answer."),
};
