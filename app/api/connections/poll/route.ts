import { z } from "zod";
import { InstanceId } from "@/lib/core/grant";
import { pollConnection } from "@/lib/portal/connect";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ instance: InstanceId });

/** Whether the person has approved. */
export const POST = route({ for: "person", input: Input }, async ({ session, input, facts }) =>
  Response.json(await pollConnection(session.person, session.id, input.instance, facts)),
);

export const GET = noSuchMethod;
