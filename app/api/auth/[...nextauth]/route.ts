import { z } from "zod";
import { authDoor } from "@/lib/idp/auth-door";
import { logFailure } from "@/lib/web/log";
import { route } from "@/lib/web/route";

/** Where the identity provider sends people back to. Its answer is next-auth's to check. */
export const GET = route(
  { for: "anyone", fromElsewhere: true, input: z.unknown() },
  async ({ request, facts }) =>
    authDoor(request, facts, (failure) => logFailure(failure, { reference: facts.correlationId })),
);
