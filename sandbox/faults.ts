/**
 * What the sandbox was told to do wrong, by operation. The only file that knows the names of operations and of
 * faults; what a fault looks like on the wire is known where the operation is answered.
 */

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
 * but with a `Date` header far off.
 */
const awsAnswers = [
  ...anyAnswers,
  "throttle",
  "throttle-untyped",
  "deny",
  "html-400",
  "html-503",
  "skewed-date",
] as const;

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
export type FaultAnswer = (typeof awsAnswers)[number] | (typeof providerAnswers)[ProviderOperation][number];
type Fault = { operation: Operation; answer: FaultAnswer; times: number };

/** Every operation with the answers that it knows how to give. */
export const answersOf: ReadonlyMap<string, readonly FaultAnswer[]> = new Map<string, readonly FaultAnswer[]>(
  [
    ...awsOperations.map((operation) => [operation, awsAnswers] as const),
    ...providerOperations.map((operation) => [operation, providerAnswers[operation]] as const),
  ],
);

export function isOperation(name: string): name is Operation {
  return answersOf.has(name);
}

export type Faults = {
  /** The next `times` calls of the operation get this answer; it replaces what was set before. */
  set(fault: Fault): void;
  /** What this call must answer wrongly, if anything. Asking uses the fault up by one. */
  take(operation: Operation): FaultAnswer | undefined;
  reset(): void;
};

export function createFaults(): Faults {
  const pending = new Map<Operation, Fault>();
  return {
    set: (fault) => {
      pending.set(fault.operation, { ...fault });
    },
    take: (operation) => {
      const fault = pending.get(operation);
      if (!fault || fault.times <= 0) return undefined;
      pending.set(operation, { ...fault, times: fault.times - 1 });
      return fault.answer;
    },
    reset: () => pending.clear(),
  };
}
