import { z } from "zod";
import { signOut } from "@/lib/portal/sign-out";
import { withClearedSession } from "@/lib/web/cleared-session";
import { logFailure } from "@/lib/web/log";
import { route } from "@/lib/web/route";

const SignOut = z.strictObject({ everywhere: z.boolean().optional() });

/** Ends this session, or all that the person has here, and says where to go next. */
export const POST = route({ for: "person", input: SignOut }, async ({ session, input, facts }) => {
  const noticed = (failure: unknown) => logFailure(failure, { reference: facts.correlationId });
  const wish = { everywhere: input.everywhere === true, noticed };
  return withClearedSession(Response.json(await signOut(session.person, session.id, facts, wish)));
});
