/**
 * What one started emulator remembers: sessions, tokens, keys and codes it has issued, all in memory. Every instant
 * is in epoch milliseconds of the sandbox's clock.
 */

import type { JWTVerifyGetKey } from "jose";
import type { InstanceName } from "@/sandbox/instances";
import type { AwsContext, Origins } from "./contract";
import type { Objects } from "./s3/objects";

export type Emulator = AwsContext & {
  /** Replaced as a whole by `reset()`. */
  state: State;
  origins: Origins;
};

export type State = {
  portalSessions: Map<string, PortalSession>;
  accessTokens: Map<string, AccessToken>;
  refreshTokens: Map<string, RefreshToken>;
  clients: Map<string, Client>;
  /** By device code. */
  deviceCodes: Map<string, DeviceCode>;
  authorizationCodes: Map<string, AuthorizationCode>;
  /** Assertions that have been exchanged, by hash. */
  usedAssertions: Set<string>;
  /** The trusted issuer's keys, once they were fetched. */
  issuerKeys: JWTVerifyGetKey | undefined;
  /** Temporary keys, by access key id. */
  keys: Map<string, RoleKeys>;
  signInTokens: Map<string, SignInToken>;
  /** One-time codes that carry a sign-in from the sign-in host to the console host. */
  consoleCodes: Map<string, ConsoleSession>;
  /** By the value of the console's cookie. */
  consoleSessions: Map<string, ConsoleSession>;
  /** By the value of the sign-in host's cookie. */
  browsers: Map<string, Browser>;
  /** Logins of the identity store's users that somebody looked up, by user id. */
  users: Map<string, string>;
  /** How many lists were begun: it decides how the next one shows its end. */
  listings: number;
  /** What S3 keeps. */
  objects: Objects;
  /** Each instance has a quota of its own. */
  buckets: Map<InstanceName, { tokens: number; filledAt: number }>;
};

type PortalSession = { instance: InstanceName; login: string; endsAt: number };
type AccessToken = { sessionId: string; expiresAt: number };
/** `clientId`: a registered client, or the application's ARN. */
type RefreshToken = { sessionId: string; clientId: string };

export type Client = {
  clientName: string;
  clientSecret: string;
  expiresAt: number;
  scopes: string[];
  redirectUris: string[];
  /** Undefined: the client did not say, and may use any. */
  grantTypes: string[] | undefined;
  region: string;
};

export type DeviceCode = {
  instance: InstanceName;
  userCode: string;
  clientId: string;
  expiresAt: number;
  askedAt: number | undefined;
  decision: "pending" | "denied" | { login: string };
};

type AuthorizationCode = {
  instance: InstanceName;
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  login: string;
  expiresAt: number;
};

export type RoleKeys = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: number;
  /** Whose account this is. */
  instance: InstanceName;
  accountId: string;
  /** The IAM role's own name. */
  iamRoleName: string;
  sessionName: string;
  /** How a console session made with these keys may ask for a length of its own. */
  console: { kind: "forbidden" } | { kind: "at-most"; seconds: number };
  sourceIdentity: string | undefined;
  /** Session tags that a further AssumeRole inherits. */
  transitiveTags: Map<string, string>;
  /** What the client called itself that got them from Identity Center. */
  userAgent: string | undefined;
};

export type SignInToken = {
  host: string;
  keys: RoleKeys;
  expiresAt: number;
  sessionSeconds: number | undefined;
};

export type ConsoleSession = {
  keys: RoleKeys;
  destination: string;
  issuer: string;
  openedAt: number;
  endsAt: number;
  /** Whom this browser was signed in as, if that was somebody else. */
  replaced: string | undefined;
};

type Browser = { identity: string; consoleSessionIds: string[]; pending: ConsoleSession | undefined };

export function newState(): State {
  return {
    portalSessions: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    clients: new Map(),
    deviceCodes: new Map(),
    authorizationCodes: new Map(),
    usedAssertions: new Set(),
    issuerKeys: undefined,
    keys: new Map(),
    signInTokens: new Map(),
    consoleCodes: new Map(),
    consoleSessions: new Map(),
    browsers: new Map(),
    users: new Map(),
    listings: 0,
    objects: new Map(),
    buckets: new Map(),
  };
}

export function now(emulator: Emulator): number {
  return emulator.clock.now().getTime();
}

/**
 * The real time. Signatures and the instants that are told to clients follow it, because a client has no other
 * clock; only what the emulator itself lets expire follows the sandbox's.
 */
export function realNow(emulator: Emulator): number {
  return now(emulator) - emulator.clock.aheadSeconds() * 1000;
}

/** An instant of the sandbox's clock as a client would write it. */
export function toldInstant(emulator: Emulator, instant: number): number {
  return instant - emulator.clock.aheadSeconds() * 1000;
}

export function assumedRoleArn(keys: RoleKeys): string {
  return `arn:aws:sts::${keys.accountId}:assumed-role/${keys.iamRoleName}/${keys.sessionName}`;
}
