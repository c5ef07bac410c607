import { z } from "zod";
import { stopAtAws } from "@/lib/portal/stop-at-aws";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ personId: z.uuid() });

/** What stops a person's sessions at AWS. Asks AWS who they are there, where that is allowed: so it is a POST. */
export const POST = route({ for: "administrator", input: Input }, async ({ input, facts }) =>
  Response.json({ ways: await stopAtAws(input.personId, facts) }),
);

export const GET = noSuchMethod;
