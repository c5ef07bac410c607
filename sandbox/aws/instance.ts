/**
 * The Identity Center instances that the emulator plays: their names, their lifetimes, and the AWS identities that may
 * or may not call them. The only file that makes these up.
 */

import { createHash } from "node:crypto";
import type { Company } from "@/sandbox/company";
import { isUserOfPartners } from "@/sandbox/company-partners";
import type { InstanceName } from "@/sandbox/instances";
import type { Emulator } from "./emulator";

/** Where the company's own instance lives, and a region in which none does. */
export const homeRegion = "eu-central-1";
export const otherRegion = "us-east-1";

type PlayedInstance = {
  name: InstanceName;
  region: string;
  /** As AWS calls it. */
  id: string;
  application: string;
  /** Of its users and groups. */
  identityStoreId: string;
};

export const playedInstances: readonly PlayedInstance[] = [
  {
    name: "main",
    region: homeRegion,
    id: "ssoins-6987a1b2c3d4e5f6",
    application: "apl-5a11b0a7d00rc0de",
    identityStoreId: "d-906766a1b2",
  },
  {
    name: "partners",
    region: "us-west-2",
    id: "ssoins-79f0e1d2c3b4a596",
    application: "apl-9a27c3d4e5f60718",
    identityStoreId: "d-92670f1e2d",
  },
];

export function played(name: InstanceName): PlayedInstance {
  const found = playedInstances.find((one) => one.name === name);
  if (!found) throw new Error(`The sandbox plays no instance named ${name}.`);
  return found;
}

export function regionOf(name: InstanceName): string {
  return played(name).region;
}

export function instanceArn(name: InstanceName): string {
  return `arn:aws:sso:::instance/${played(name).id}`;
}

/** The one that lives in this region. */
export function instanceIn(region: string): InstanceName | undefined {
  return playedInstances.find((one) => one.region === region)?.name;
}

/**
 * Whether the origin of `region` answers for this instance. The first origin answers for all, because a portal has one
 * setting that says where AWS is, and not one for each instance.
 */
export function isServedIn(region: string, name: InstanceName): boolean {
  return region === homeRegion || region === regionOf(name);
}

/** Whose accounts these are. */
export function companyOf(emulator: Emulator, name: InstanceName): Company {
  return name === "main" ? emulator.company : emulator.partners;
}

/** Whether the instance has a user for this person. */
export function isUserOf(name: InstanceName, login: string): boolean {
  return name === "main" || isUserOfPartners(login);
}

/** The role in the management account that may read the organization. The portal's own identity may assume it. */
export const organizationReaderRole = "SallyportOrganizationReader";

/** An identity that AWS itself knows: the portal's server, or somebody else's. */
export type Actor = { accessKeyId: string; secretAccessKey: string; userName: string };

/** The application's actor policy lets this one exchange tokens. It is what a portal gets from `settings()`. */
export const portalActor: Actor = {
  accessKeyId: "AKIASANDBOXPORTALAWS",
  secretAccessKey: "sandbox/only/Sallyport+portal+server+key",
  userName: "sallyport-portal",
};

/** Signs well, but the actor policy does not name it. */
export const strangerActor: Actor = {
  accessKeyId: "AKIASANDBOXSTRANGERS",
  secretAccessKey: "sandbox/only/Some+other+servers+key/0000",
  userName: "build-server",
};

export const actors = [portalActor, strangerActor];

export const lifetimes = {
  clientSeconds: 90 * 24 * 3600,
  deviceCodeSeconds: 600,
  authorizationCodeSeconds: 600,
  accessTokenSeconds: 3600,
  portalSessionSeconds: 8 * 3600,
  signInTokenSeconds: 900,
  signatureSeconds: 300,
};

/** A device code may be asked for once in this time. */
export const pollingIntervalSeconds = 1;

/** What people may use the application's tokens for. */
export const applicationScopes = ["openid", "aws", "sts:identity_context", "sso:account:access"];

/** The account in which the instance and the portal's own identity live. */
export function managementAccountId(company: Company): string {
  const named = company.accounts.find(({ accountName }) => accountName === "organization-management");
  return (named ?? company.accounts[0])?.accountId ?? "000000000000";
}

export function organizationReaderArn(company: Company): string {
  return `arn:aws:iam::${managementAccountId(company)}:role/${organizationReaderRole}`;
}

export function applicationArn(emulator: Emulator, name: InstanceName): string {
  const management = managementAccountId(companyOf(emulator, name));
  const { id, application } = played(name);
  return `arn:aws:sso::${management}:application/${id}/${application}`;
}

export function instanceOfApplication(emulator: Emulator, arn: string | undefined): InstanceName | undefined {
  return playedInstances.find(({ name }) => applicationArn(emulator, name) === arn)?.name;
}

/** The IAM role behind a permission set in an account: `AWSReservedSSO_<set>_<16 hex>`, the same at every call. */
export function reservedRoleName(name: InstanceName, accountId: string, roleName: string): string {
  const ofOthers = name === "main" ? "" : `${name} `;
  const suffix = createHash("sha256")
    .update(`${ofOthers}${accountId} ${roleName}`)
    .digest("hex")
    .slice(0, 16);
  return `AWSReservedSSO_${roleName}_${suffix}`;
}

/** The unique id of an IAM role: `AROA` and 17 characters. */
export function roleId(accountId: string, iamRoleName: string): string {
  return `AROA${base32(createHash("sha256").update(`role ${accountId} ${iamRoleName}`).digest(), 17)}`;
}

export function userId(userName: string): string {
  return `AIDA${base32(createHash("sha256").update(`user ${userName}`).digest(), 17)}`;
}

/** The first `length` characters of AWS's alphabet for ids. Each byte gives one. */
export function base32(bytes: Uint8Array, length: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % 32]).join("");
}
