import { z } from "zod";
import { signOut } from "@/lib/portal/sign-out";
import { withClearedSession } from "@/lib/web/cleared-session";
import { logFailure } from "@/lib/web/log";
import { route } from "@/lib/web/route";

/** Ends this session and says where to go next. */
export const POST = route({ for: "person", input: z.strictObject({}) }, async ({ session, facts }) =>
  withClearedSession(
    Response.json(
      await signOut(session.person, session.id, facts, (failure) =>
        logFailure(failure, { reference: facts.correlationId }),
      ),
    ),
  ),
);
