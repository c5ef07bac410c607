/** What AWS's failures mean to people. One table; the only file that knows the names of AWS's errors. */

import "server-only";

import { type Failure, failureOf } from "@/lib/aws/failure";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";

export type Operation =
  | "ListAccounts"
  | "ListAccountRoles"
  | "GetRoleCredentials"
  | "Logout"
  | "ExchangeIdToken"
  | "RenewToken"
  | "RegisterClient"
  | "StartDeviceAuthorization"
  | "DeviceToken"
  | "RenewDeviceToken"
  | "GetCallerIdentity"
  | "AssumeRole"
  | OrganizationOperation
  | "PutObject"
  | "GetObject"
  | "GetSigninToken";

/** What reads the organization, as AWS calls it. */
export type OrganizationOperation =
  | "ListInstances"
  | "ListPermissionSets"
  | "DescribePermissionSet"
  | "ListAccountAssignmentsForPrincipal"
  | "GetUserId"
  | "DescribeGroup"
  | "ListRoots"
  | "ListOrganizationalUnitsForParent"
  | "ListAccountsForParent"
  | "ListTagsForResource";

type Row = {
  /** Any operation, if none is named. */
  operations?: readonly Operation[];
  /** AWS's type of error, OAuth's word for it, or Node's code. */
  names?: readonly string[];
  /** From and to, both included. */
  statuses?: readonly [number, number];
  kind?: Failure["kind"];
  problem: ProblemCode;
};

const portal: readonly Operation[] = ["ListAccounts", "ListAccountRoles", "GetRoleCredentials", "Logout"];
const ofOneAccount: readonly Operation[] = ["ListAccountRoles", "GetRoleCredentials"];
const tokens: readonly Operation[] = ["ExchangeIdToken", "RenewToken"];
/** Those of a registered client, with no identity of the portal's own. */
const device: readonly Operation[] = [
  "RegisterClient",
  "StartDeviceAuthorization",
  "DeviceToken",
  "RenewDeviceToken",
];

const organization: readonly Operation[] = [
  "DescribePermissionSet",
  "ListAccountAssignmentsForPrincipal",
  "GetUserId",
  "DescribeGroup",
  "ListOrganizationalUnitsForParent",
  "ListAccountsForParent",
  "ListTagsForResource",
];

/** The first row that fits decides. */
const rows: readonly Row[] = [
  // The portal's own side: no identity in the default chain, or settings that contradict each other.
  {
    names: ["CredentialsProviderError", "TokenProviderError", "EndpointError"],
    problem: "aws-misconfigured",
  },

  // The way there.
  { kind: "transport", names: ["ETIMEDOUT", "ESOCKETTIMEDOUT"], problem: "aws-slow" },
  { kind: "transport", problem: "aws-unavailable" },
  { names: ["TimeoutError", "AbortError"], problem: "aws-slow" },

  // AWS as a whole. A service says 429, an older one 400 with a name; sso-oidc says SlowDown.
  { statuses: [429, 429], problem: "aws-throttled" },
  {
    names: [
      "TooManyRequestsException",
      "SlowDownException",
      "SlowDown",
      "slow_down",
      "Throttling",
      "ThrottlingException",
    ],
    problem: "aws-throttled",
  },
  { kind: "unreadable", statuses: [200, 299], problem: "aws-malformed" },
  { kind: "unreadable", problem: "aws-unavailable" },
  { statuses: [500, 599], problem: "aws-unavailable" },
  { statuses: [300, 399], problem: "aws-unavailable" },

  // The portal of Identity Center.
  { operations: portal, names: ["UnauthorizedException"], problem: "aws-sign-in-ended" },
  { operations: portal, statuses: [401, 401], problem: "aws-sign-in-ended" },
  { operations: ofOneAccount, statuses: [403, 404], problem: "role-not-granted" },

  // Tokens. A key of the instance that AWS may not use is the instance's matter, not the person's.
  {
    operations: [...tokens, ...device],
    names: [
      "KMS_AccessDeniedException",
      "KMS_NotFoundException",
      "KMS_InvalidKeyUsageException",
      "KMS_InvalidStateException",
      "KMS_DisabledException",
    ],
    problem: "aws-misconfigured",
  },
  {
    operations: tokens,
    names: ["AccessDeniedException", "access_denied"],
    problem: "aws-assignment-required",
  },
  {
    operations: ["ExchangeIdToken"],
    names: ["InvalidGrantException", "invalid_grant"],
    problem: "aws-user-unmatched",
  },
  // Also where the application no longer renews: a fresh exchange tells what is wrong, if anything is.
  {
    operations: ["RenewToken"],
    names: [
      "InvalidGrantException",
      "invalid_grant",
      "UnauthorizedClientException",
      "unauthorized_client",
      "UnsupportedGrantTypeException",
      "unsupported_grant_type",
    ],
    problem: "aws-sign-in-ended",
  },
  { operations: tokens, names: ["expired_token"], problem: "aws-sign-in-ended" },

  // A device's code. A code that was used, and one of a registration that AWS has forgotten, are as good as expired.
  {
    operations: ["DeviceToken"],
    names: ["AccessDeniedException", "access_denied"],
    problem: "aws-approval-denied",
  },
  {
    operations: ["DeviceToken"],
    names: [
      "ExpiredTokenException",
      "expired_token",
      "InvalidGrantException",
      "invalid_grant",
      "InvalidClientException",
      "invalid_client",
    ],
    problem: "aws-approval-expired",
  },
  // Whatever AWS says against a renewal of such a token, only a new approval helps.
  { operations: ["RenewDeviceToken"], statuses: [400, 403], problem: "aws-sign-in-ended" },

  // What is left of 400, 401 and 403 is about the application, its region or the portal's signature, never a person.
  { operations: [...tokens, ...device], statuses: [400, 403], problem: "aws-misconfigured" },

  // The organization. What was there a moment ago is gone, or a name is nobody's; without an organization there is nothing to read.
  {
    operations: organization,
    names: ["ResourceNotFoundException", "ParentNotFoundException", "TargetNotFoundException"],
    problem: "not-found",
  },
  { names: ["AWSOrganizationsNotInUseException"], problem: "aws-misconfigured" },

  { operations: ["GetSigninToken"], statuses: [400, 403], problem: "console-refused" },
  { statuses: [400, 499], problem: "aws-refused" },
];

/** The failure of a call in our words. What is a problem of ours already stays as it is. */
export function portalErrorOf(operation: Operation, failure: unknown): Error {
  // Not instanceof PortalError: the clients are shared, and may throw another copy's class of that name.
  if (failure instanceof Error && problemOf(failure) !== "unexpected") return failure;
  const known = failureOf(failure);
  // Without the cause: the SDK's errors carry the answer's body, and a body can hold keys.
  return new PortalError(problemFor(operation, known), `${operation}: ${known.detail}`);
}

/** What AWS says to a registered client that is no failure: go on waiting, wait longer, or register anew. */
export function clientAnswerOf(failure: unknown): "pending" | "slow-down" | "unknown-client" | null {
  const { names } = failureOf(failure);
  const isOneOf = (...known: string[]) => known.some((name) => names.includes(name));
  if (isOneOf("AuthorizationPendingException", "authorization_pending")) return "pending";
  if (isOneOf("SlowDownException", "slow_down")) return "slow-down";
  if (isOneOf("InvalidClientException", "invalid_client")) return "unknown-client";
  return null;
}

/** An answer that was not the one asked for, by its status alone. */
export function refusedAnswer(operation: Operation, status: number): PortalError {
  const failure: Failure = { kind: "answered", names: [], status, detail: `HTTP ${status}` };
  return new PortalError(problemFor(operation, failure), `${operation}: ${failure.detail}`);
}

function problemFor(operation: Operation, failure: Failure): ProblemCode {
  return rows.find((row) => fits(row, operation, failure))?.problem ?? "unexpected";
}

function fits(row: Row, operation: Operation, { names, status, kind }: Failure): boolean {
  const [from, to] = row.statuses ?? [];
  if (row.operations && !row.operations.includes(operation)) return false;
  if (row.names && !row.names.some((name) => names.includes(name))) return false;
  if (row.kind && row.kind !== kind) return false;
  return from === undefined || to === undefined || (status !== null && status >= from && status <= to);
}
