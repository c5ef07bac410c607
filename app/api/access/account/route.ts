import { z } from "zod";
import { AccountId, InstanceId } from "@/lib/core/grant";
import { instanceNamed } from "@/lib/portal/instance";
import { listAccountRoles } from "@/lib/portal/list-access";
import { route } from "@/lib/web/route";

const Input = z.strictObject({ instance: InstanceId, accountId: AccountId });

/** The roles of one account again, after AWS failed to tell them. */
export const GET = route({ for: "person", input: Input }, async ({ session, input, facts, request }) => {
  const instance = instanceNamed(input.instance);
  return Response.json(await listAccountRoles(session.person, facts, { ...input, instance }, request.signal));
});
