import { z } from "zod";
import { liftBlock } from "@/lib/portal/block-person";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ personId: z.uuid() });

/** Lets a person in again who was blocked. */
export const POST = route({ for: "administrator", input: Input }, async ({ session, input, facts }) =>
  Response.json({ lifted: await liftBlock(session.person, facts, input.personId) }),
);

export const GET = noSuchMethod;
