/**
 * The SDK's clients, and how they speak: no retries, because a hidden one bypasses our pace; time-outs on everything;
 * a limited number of kept connections; Node's own http, which Next neither patches nor caches.
 */

import "server-only";

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { SSOClient } from "@aws-sdk/client-sso";
import { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import { SSOOIDCClient } from "@aws-sdk/client-sso-oidc";
import { STSClient } from "@aws-sdk/client-sts";
import { refuseDiversion, type Service } from "@/lib/aws/endpoint-guard";
import { stsRegion } from "@/lib/aws/partitions";
import type { Credentials } from "@/lib/core/credentials";
import { once } from "@/lib/core/once";
import type { Instance } from "@/lib/env";

/** Longest wait for a connection. */
export const connectSeconds = 2;

/** Longest call, from the first byte sent to the last one read. */
export const callSeconds = 10;

/** A connection unused for so long is closed by us, before AWS closes it under a request that nobody repeats. */
const idleSeconds = 15;

const connections = 50;

/** Connections of every kind of call. Certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
export function agents(): { http: HttpAgent; https: HttpsAgent } {
  return once("aws-agents", () => {
    const options = { keepAlive: true, maxSockets: connections, timeout: idleSeconds * 1000 };
    return { http: new HttpAgent(options), https: new HttpsAgent({ ...options, rejectUnauthorized: true }) };
  });
}

/** The portal of IAM Identity Center: accounts, roles, role credentials. Unsigned; the token is the key. */
export function identityCenterClient(instance: Instance): SSOClient {
  return once(`aws-identity-center ${instance.id} ${instance.region}`, () => {
    const client = new SSOClient(settings(instance.region));
    client.middlewareStack.add(guard("sso", instance.region), early);
    return client;
  });
}

/** Identity Center's tokens. Signs with the portal's own AWS identity, from the SDK's default chain. */
export function oidcClient(instance: Instance): SSOOIDCClient {
  return once(`aws-oidc ${instance.id} ${instance.region}`, () => {
    const client = new SSOOIDCClient(settings(instance.region));
    client.middlewareStack.add(guard("sso-oidc", instance.region), early);
    return client;
  });
}

/** STS for the portal's own AWS identity, from the SDK's default chain. */
export function ownStsClient(instance: Instance): STSClient {
  const region = stsRegion(instance.region);
  return once(`aws-own-sts ${region}`, () => {
    const client = new STSClient(settings(region));
    client.middlewareStack.add(guard("sts", region), early);
    return client;
  });
}

/** What reads the organization: as the portal's own AWS identity, or as whom the credentials say. */
export type Identity = { credentials?: Credentials | (() => Promise<Credentials>) };

/** AWS Organizations. It has one address in each partition, which the SDK knows. */
export function newOrganizationsClient({ region }: Instance, identity: Identity): OrganizationsClient {
  const client = new OrganizationsClient({ ...settings(region), ...identity });
  client.middlewareStack.add(guard("organizations", region), early);
  return client;
}

/** The administrators' side of Identity Center: permission sets and who has been assigned what. */
export function newSsoAdminClient({ region }: Instance, identity: Identity): SSOAdminClient {
  const client = new SSOAdminClient({ ...settings(region), ...identity });
  client.middlewareStack.add(guard("sso-admin", region), early);
  return client;
}

/** The users and groups of Identity Center. */
export function newIdentityStoreClient({ region }: Instance, identity: Identity): IdentitystoreClient {
  const client = new IdentitystoreClient({ ...settings(region), ...identity });
  client.middlewareStack.add(guard("identitystore", region), early);
  return client;
}

/** S3 for the record's anchors. A path names the bucket, so that the host is AWS's own and can be held to that. */
export function newBucketClient(region: string, identity: Identity): S3Client {
  const client = new S3Client({
    ...settings(region),
    ...identity,
    forcePathStyle: true,
    // Part of an object has no checksum of its own to be held to.
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  client.middlewareStack.add(guard("s3", region), early);
  return client;
}

/** Signs with the portal's own AWS identity, from the SDK's default chain. */
export function bucketClient(region: string): S3Client {
  return once(`aws-bucket ${region}`, () => newBucketClient(region, {}));
}

/** STS for one person's keys. Never shared: a client holds the keys that it signs with. */
export function stsClient(instance: Instance, keys: Credentials): STSClient {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const region = stsRegion(instance.region);
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const client = new STSClient({ ...settings(region), credentials });
  client.middlewareStack.add(guard("sts", region), early);
  return client;
}

function settings(region: string) {
  const { http, https } = agents();
  return {
    region,
    maxAttempts: 1,
    // The other mode, which the environment can ask for, waits before it sends.
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: connectSeconds * 1000,
      requestTimeout: callSeconds * 1000,
      // Without it the SDK only warns that the time is over.
      throwOnRequestTimeout: true,
      httpAgent: http,
      httpsAgent: https,
    },
  };
}

/** After the endpoint is resolved, before anything is signed. */
const early = { name: "refuseDiversion", step: "build", override: true } as const;

function guard(service: Service, region: string) {
  return <Args extends { request: unknown }, Answer>(next: (args: Args) => Promise<Answer>) =>
    (args: Args): Promise<Answer> => {
      refuseDiversion(service, region, args.request);
      return next(args);
    };
}
