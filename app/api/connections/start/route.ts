import { z } from "zod";
import { InstanceId } from "@/lib/core/grant";
import { beginConnection } from "@/lib/portal/connect";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ instance: InstanceId });

/** Gets a code that the person approves at AWS. */
export const POST = route({ for: "person", input: Input }, async ({ session, input, facts }) =>
  Response.json(await beginConnection(session.person, session.id, input.instance, facts)),
);

export const GET = noSuchMethod;
