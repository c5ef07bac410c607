/** Checks at the start where the clients will really send keys: to AWS or to this machine, or the portal does not run. */

import "server-only";

import { DescribeGroupCommand } from "@aws-sdk/client-identitystore";
import { ListRootsCommand } from "@aws-sdk/client-organizations";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { ListAccountsCommand } from "@aws-sdk/client-sso";
import { ListInstancesCommand } from "@aws-sdk/client-sso-admin";
import { CreateTokenCommand } from "@aws-sdk/client-sso-oidc";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import {
  identityCenterClient,
  newBucketClient,
  newIdentityStoreClient,
  newOrganizationsClient,
  newSsoAdminClient,
  oidcClient,
  stsClient,
} from "@/lib/aws/clients";
import { failureOf } from "@/lib/aws/failure";
import { signInOrigin } from "@/lib/aws/partitions";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/** Long past: keys that no AWS would accept, should they ever reach one. */
const noKeys = { accessKeyId: "none", secretAccessKey: "none", sessionToken: "none", expiresAt: new Date(0) };

/**
 * Throws `aws-misconfigured`, naming the host, if a client of ours would speak to a host that is neither AWS's nor
 * this machine, or if the SDK cannot make out where to go. For the start of the process.
 */
export async function assertEndpointsAreOurs(instances: readonly Instance[]): Promise<void> {
  for (const instance of instances) {
    signInOrigin(instance);
    await rehearse((options) =>
      identityCenterClient(instance).send(new ListAccountsCommand({ accessToken: "none" }), options),
    );
    await rehearse((options) =>
      oidcClient(instance).send(
        new CreateTokenCommand({ clientId: "none", clientSecret: "none", grantType: "none" }),
        options,
      ),
    );
    await rehearse((options) => stsClient(instance, noKeys).send(new GetCallerIdentityCommand({}), options));
    if (instance.organization) await rehearseReading(instance);
  }
}

/** The same for the bucket of the record's anchors. */
export async function assertBucketIsAtAws(region: string, bucket: string): Promise<void> {
  const client = newBucketClient(region, { credentials: noKeys });
  await rehearse((options) => client.send(new HeadBucketCommand({ Bucket: bucket }), options));
}

/** With clients of its own: the real ones would fetch the identity that they read as. */
async function rehearseReading(instance: Instance): Promise<void> {
  const identity = { credentials: noKeys };
  const organizations = newOrganizationsClient(instance, identity);
  await rehearse((options) => organizations.send(new ListRootsCommand({}), options));
  const admin = newSsoAdminClient(instance, identity);
  await rehearse((options) => admin.send(new ListInstancesCommand({}), options));
  const store = newIdentityStoreClient(instance, identity);
  const group = { IdentityStoreId: "none", GroupId: "none" };
  await rehearse((options) => store.send(new DescribeGroupCommand(group), options));
}

/**
 * A call that was given up before it began goes through all of the client, the guard on endpoints too, except the
 * wire: so what is checked is what will happen, wherever the SDK has its settings from.
 */
async function rehearse(send: (options: { abortSignal: AbortSignal }) => Promise<unknown>): Promise<void> {
  try {
    await send({ abortSignal: AbortSignal.abort() });
  } catch (failure) {
    if (failure instanceof Error && failure.name === "AbortError") return;
    if (problemOf(failure) !== "unexpected") throw failure;
    throw new PortalError(
      "aws-misconfigured",
      `where AWS is cannot be made out: ${failureOf(failure).detail}`,
    );
  }
  throw new PortalError("unexpected", "a call that was given up got an answer");
}
