/** Finds the Identity Center instance that settings mean. The only file that knows `ListInstances`. */

import "server-only";

import { ListInstancesCommand } from "@aws-sdk/client-sso-admin";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { type Call, named } from "@/lib/aws/call";
import { askAsReader, ssoAdminClient } from "@/lib/aws/organization-reader";
import { PortalError } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/** What the administrators' calls name an instance by, and its users' store. */
export type IdentityCenter = { instanceArn: string; identityStoreId: string };

const Page = z.object({
  Instances: z.array(
    z.object({
      InstanceArn: z
        .string()
        .regex(/^arn:aws(-[a-z]{1,5}){0,3}:sso:::instance\/(sso)?ins-[a-zA-Z0-9-.]{16}$/),
      IdentityStoreId: z.string().regex(/^[a-zA-Z0-9-]{1,64}$/),
    }),
  ),
});

/**
 * The instance by the id in the application's ARN; without an application by the id in the start URL, or the only one.
 * AWS lists ten at most, so there is one page. Throws `aws-misconfigured` where none is it.
 */
export async function identityCenterOf(instance: Instance, call: Call): Promise<IdentityCenter> {
  const client = ssoAdminClient(instance);
  const answer = await askAsReader("ListInstances", call, client, (options) =>
    client.send(named(new ListInstancesCommand({ MaxResults: 10 }), call), options),
  );
  const { Instances } = answerOf("ListInstances", Page, answer);
  const found = Instances.find((one) => isMeant(instance, one, Instances.length));
  if (!found) {
    throw new PortalError(
      "aws-misconfigured",
      `ListInstances: none of ${Instances.length} in ${instance.region} is that of ${instance.id}`,
    );
  }
  return { instanceArn: found.InstanceArn, identityStoreId: found.IdentityStoreId };
}

function isMeant(
  { applicationArn, startUrl }: Instance,
  one: { InstanceArn: string; IdentityStoreId: string },
  count: number,
): boolean {
  const id = one.InstanceArn.split("/").at(-1) ?? "";
  if (applicationArn) return applicationArn.includes(`:application/${id}/`);
  // `d-1234567890.awsapps.com`, `ssoins-1234567890abcdef.portal.eu-west-1.app.aws`, or any name of a company's own.
  const [name = ""] = new URL(startUrl).hostname.split(".");
  return name === one.IdentityStoreId || name === id || count === 1;
}
