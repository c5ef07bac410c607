/**
 * What the sandbox was told to do wrong, by operation. The only file that knows the names of operations and of
 * faults; what a fault looks like on the wire is known where the operation is answered.
 */

import type { InstanceName } from "./instances";

/**
 * What the AWS emulator answers to. The names are AWS's; `Login` and `Console` are the pages of federation,
 * and `ListOrganizationAccounts` is what AWS Organizations calls ListAccounts, too.
 */
const awsOperations = [
  "ListAccounts",
  "ListAccountRoles",
  "GetRoleCredentials",
  "Logout",
  "RegisterClient",
  "StartDeviceAuthorization",
  "CreateToken",
  "CreateTokenWithIAM",
  "GetCallerIdentity",
  "AssumeRole",
  "ListInstances",
  "ListPermissionSets",
  "DescribePermissionSet",
  "ListAccountAssignmentsForPrincipal",
  "GetUserId",
  "DescribeGroup",
  "ListRoots",
  "ListOrganizationalUnitsForParent",
  "ListAccountsForParent",
  "ListOrganizationAccounts",
  "ListTagsForResource",
  "PutObject",
  "GetObject",
  "DeleteObject",
  "GetSigninToken",
  "Login",
  "Console",
] as const;

/** `Callback` is the redirect that brings a person, with a code, back to the portal. */
const providerOperations = [
  "Discovery",
  "Jwks",
  "Authorize",
  "Callback",
  "Token",
  "Userinfo",
  "EndSession",
] as const;

/** `hang` never answers, `reset` cuts the connection, `malformed` is a 200 with nonsense. */
const anyAnswers = ["error", "hang", "reset", "malformed"] as const;

/**
 * `throttle` is a 429 of the operation's service; `throttle-untyped` one with no `x-amzn-errortype` header, typed
 * only by `__type` in the body; `html-400` and `html-503` are a load balancer's pages; `skewed-date` answers well
 * but with a `Date` header far off. `cut` ends the connection in the middle of a good answer; `wrong-shape` is a 200 of
 * JSON in which nothing is what it should be.
 */
const awsAnswers = [
  ...anyAnswers,
  "throttle",
  "throttle-untyped",
  "deny",
  "html-400",
  "html-503",
  "skewed-date",
  "cut",
  "wrong-shape",
] as const;

/**
 * Those that only make sense for some. `repeat-token` answers a list's page well, but with the page token that was asked
 * with, so that the list has no end; `end-token` ends the person's token for good, and refuses it; `not-found` says that
 * the account is not there any more.
 */
const moreAnswers = {
  ListAccounts: ["repeat-token", "end-token"],
  ListAccountRoles: ["repeat-token", "end-token", "not-found"],
  GetRoleCredentials: ["end-token", "not-found"],
  ListAccountAssignmentsForPrincipal: ["repeat-token"],
  ListPermissionSets: ["repeat-token"],
  ListOrganizationAccounts: ["repeat-token"],
  ListAccountsForParent: ["repeat-token"],
  ListOrganizationalUnitsForParent: ["repeat-token"],
  ListTagsForResource: ["repeat-token"],
} as const satisfies Partial<Record<AwsOperation, readonly string[]>>;

/** Those that a provider gives to what it is asked; the names say what is wrong with the answer. */
const providerAnswers = {
  Discovery: [...anyAnswers, "wrong-issuer"],
  Jwks: [...anyAnswers, "unknown-key"],
  Authorize: [...anyAnswers, "access-denied"],
  Callback: ["wrong-issuer", "missing-issuer", "wrong-state", "wrong-code"],
  Token: [
    ...anyAnswers,
    "access-denied",
    "invalid-grant",
    "wrong-nonce",
    "wrong-audience",
    "wrong-issuer",
    "wrong-subject",
    "missing-subject",
    "missing-issued-at",
    "missing-id-token",
    "bad-signature",
    "unknown-key",
    "alg-none",
    "expired",
  ],
  Userinfo: [...anyAnswers, "wrong-subject", "missing-subject"],
  EndSession: anyAnswers,
} as const satisfies Record<ProviderOperation, readonly string[]>;

export type AwsOperation = (typeof awsOperations)[number];
export type ProviderOperation = (typeof providerOperations)[number];
export type Operation = AwsOperation | ProviderOperation;
export type FaultAnswer =
  | (typeof awsAnswers)[number]
  | (typeof moreAnswers)[keyof typeof moreAnswers][number]
  | (typeof providerAnswers)[ProviderOperation][number];

type Fault = {
  operation: Operation;
  answer: FaultAnswer;
  /** How many calls get it. */
  times: number;
  /** Calls of this instance alone. */
  instance?: InstanceName | undefined;
  /** So many calls are answered well first. */
  skip?: number | undefined;
  /** Every so many-th call gets it: 3 is the third, the sixth, and so on. */
  every?: number | undefined;
};

const special: ReadonlyMap<string, readonly FaultAnswer[]> = new Map(Object.entries(moreAnswers));

/** Every operation with the answers that it knows how to give. */
export const answersOf: ReadonlyMap<string, readonly FaultAnswer[]> = new Map<string, readonly FaultAnswer[]>(
  [
    ...awsOperations.map(
      (operation) => [operation, [...awsAnswers, ...(special.get(operation) ?? [])]] as const,
    ),
    ...providerOperations.map((operation) => [operation, providerAnswers[operation]] as const),
  ],
);

export function isOperation(name: string): name is Operation {
  return answersOf.has(name);
}

export type Faults = {
  /** Replaces what was set before for the operation, and for the instance where it names one. */
  set(fault: Fault): void;
  /** What this call must answer wrongly, if anything. Asking uses the fault up by one. An instance's own comes first. */
  take(operation: Operation, instance?: InstanceName): FaultAnswer | undefined;
  reset(): void;
};

export function createFaults(): Faults {
  const pending = new Map<string, Fault & { seen: number }>();
  const keyOf = (operation: Operation, instance?: InstanceName) => `${operation} ${instance ?? ""}`;

  function takeOf(key: string): FaultAnswer | undefined {
    const fault = pending.get(key);
    if (!fault || fault.times <= 0) return undefined;
    fault.seen += 1;
    const nth = fault.seen - (fault.skip ?? 0);
    if (nth <= 0 || nth % (fault.every ?? 1) !== 0) return undefined;
    fault.times -= 1;
    return fault.answer;
  }

  return {
    set: (fault) => {
      pending.set(keyOf(fault.operation, fault.instance), { ...fault, seen: 0 });
    },
    take: (operation, instance) =>
      (instance && takeOf(keyOf(operation, instance))) ?? takeOf(keyOf(operation)),
    reset: () => pending.clear(),
  };
}
