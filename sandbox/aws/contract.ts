/**
 * What the sandbox hands to its AWS emulator, and what it expects back. `start-aws.ts` beside this file exports
 * `startAws: StartAws`.
 */

import type { Calls } from "@/sandbox/calls";
import type { Clock } from "@/sandbox/clock";
import type { Company } from "@/sandbox/company";
import type { Faults } from "@/sandbox/faults";

/**
 * Switches of the emulator. The object is shared and mutable: `POST /_sandbox/options` writes into it, the emulator
 * reads it at each call. A control call may set any key named in `defaultAwsOptions` to a value of the same type.
 */
export type AwsOptions = {
  /** Whether the application's refresh_token grant is enabled: without it CreateTokenWithIAM gives no refresh token. */
  refreshGrant: boolean;
  /** Whether people must be assigned to the application; `assignedLogins` says who is. */
  assignmentRequired: boolean;
  /** Logins assigned to the application, separated by commas; `*` is everybody. */
  assignedLogins: string;
  /** How many Identity Center users have the e-mail of a token: anything but 1 breaks the exactly-one-user rule. */
  usersPerEmail: number;
  /** An id_token can be exchanged once; a second exchange is an InvalidGrantException, as at AWS. */
  singleUseAssertions: boolean;
  /** Lists show an assignment, or its end, this much later than GetRoleCredentials honours it. */
  listLagSeconds: number;
  /** Administrators' lists show each person two roles that never came as far as an account. */
  unprovisionedAssignments: boolean;
  /** Requests a second for the whole of an instance, each by itself; 0 is without limit. */
  requestsPerSecond: number;
  /** How long keys of GetRoleCredentials last, in seconds; 0: as long as the permission set says. */
  keysLastSeconds: number;
  /** How long each answer takes, in milliseconds of real time, up to a minute: AWS is far away. */
  answerDelayMs: number;
};

export const defaultAwsOptions: AwsOptions = {
  refreshGrant: true,
  assignmentRequired: true,
  assignedLogins: "*",
  usersPerEmail: 1,
  singleUseAssertions: true,
  listLagSeconds: 60,
  unprovisionedAssignments: false,
  requestsPerSecond: 20,
  keysLastSeconds: 0,
  answerDelayMs: 0,
};

/** Ports to listen on; 0 takes a free one. Normally the ones that follow the provider's. */
export type AwsPorts = {
  /** `sso`, `sso-oidc`, `sts` of the instance's region. */
  service: number;
  /** The sign-in host: `/federation` and its redirects. */
  signIn: number;
  console: number;
  /** The same services of a region in which no instance lives. */
  otherRegion: number;
  /** The same services of the region of the instance `partners`, and its start page. */
  partners: number;
};

/** The emulator's hosts: the services, the sign-in host, the console, and the services of two other regions. */
export type Origins = Record<keyof AwsPorts, string>;

/** How the portal connects people to the instance `partners`; they are connected to `main` by their id_token. */
export type PartnersBy = "device-code" | "trusted-issuer";

/** `organization`: whether the portal reads both organizations, too. */
export type InstancesFile = { partners: PartnersBy; organization?: boolean };

export type AwsContext = {
  clock: Clock;
  company: Company;
  /** The accounts of the instance `partners`. */
  partners: Company;
  faults: Faults;
  calls: Calls;
  /**
   * The provider's issuer, with discovery below it. Its tokens carry real time, because the portal checks them by
   * its own clock, and `sandbox_clock_ahead_seconds`: how far the sandbox's clock was ahead when the token was made.
   * A token has therefore expired here when `exp + sandbox_clock_ahead_seconds` is before `clock.now()`.
   */
  issuer: string;
  /** The portal's client id at the provider: the `aud` of its id_tokens. */
  audience: string;
  ports: AwsPorts;
  options: AwsOptions;
};

/** Keys that GetRoleCredentials made, as AWS's own record would name them. */
export type MintedKeys = {
  accessKeyId: string;
  accountId: string;
  /** Of whoever asked: the portal's ends with the correlation id of its request. */
  userAgent: string;
  /** What the sign-in host made of them. */
  signInTokens: string[];
};

type AwsEmulator = {
  /** Where it listens, without trailing slash. `settings()` names the first two; tests want the others. */
  origins: Readonly<Origins>;
  /** Resolves when every port is free again; open and hanging connections are cut. */
  close(): Promise<void>;
  /**
   * Settings of a portal that uses this emulator: IDENTITY_CENTER_*, CONSOLE_SIGN_IN_URL, AWS_REGION,
   * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_ for SSO, SSO_OIDC, STS, ORGANIZATIONS,
   * SSO_ADMIN, IDENTITYSTORE and S3.
   */
  settings(): Record<string, string>;
  /** The text of a file for INSTANCES_FILE that lists both instances. */
  instancesYaml(options: InstancesFile): string;
  /** Since the start or the last reset. */
  minted(): MintedKeys[];
  /** Back to the state after the start: issued tokens, keys and quotas are forgotten. Clock, company, faults, calls and options are reset by the control door. */
  reset(): void;
};

/** Listens by `listenOnLoopback` of `@/sandbox/loopback`; rejects with Node's error where a port is taken. */
export type StartAws = (context: AwsContext) => Promise<AwsEmulator>;
