/**
 * What the sandbox was told to do wrong, by operation. The only file that knows the names of operations and of
 * faults; what a fault looks like on the wire is known where the operation is answered.
 */

/** What the AWS emulator answers to. The names are AWS's; `Login` and `Console` are the pages of federation. */
export const awsOperations = [
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
  "GetSigninToken",
  "Login",
  "Console",
] as const;

export const providerOperations = [
  "Discovery",
  "Jwks",
  "Authorize",
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
export const awsAnswers = [
  ...anyAnswers,
  "throttle",
  "throttle-untyped",
  "deny",
  "html-400",
  "html-503",
  "skewed-date",
] as const;

/**
 * The evil ones change an id_token on its way out (Token), or what an answer says (Userinfo, Discovery, Jwks,
 * Authorize). Which answer suits which operation is known in provider/evil-answers.ts.
 */
export const providerAnswers = [
  ...anyAnswers,
  "access-denied",
  "invalid-grant",
  "wrong-nonce",
  "wrong-audience",
  "wrong-issuer",
  "wrong-subject",
  "missing-subject",
  "bad-signature",
  "unknown-key",
  "alg-none",
  "expired",
] as const;

export type AwsOperation = (typeof awsOperations)[number];
export type ProviderOperation = (typeof providerOperations)[number];
export type Operation = AwsOperation | ProviderOperation;
export type AwsAnswer = (typeof awsAnswers)[number];
export type ProviderAnswer = (typeof providerAnswers)[number];
export type FaultAnswer = AwsAnswer | ProviderAnswer;
export type Fault = { operation: Operation; answer: FaultAnswer; times: number };

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
