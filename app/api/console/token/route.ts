import { z } from "zod";
import { formToken } from "@/lib/portal/form-token";
import { route } from "@/lib/web/route";

/** The next one-time token for the console's form. */
export const POST = route({ for: "person", input: z.strictObject({}) }, async ({ session }) =>
  Response.json({ token: formToken(session.id) }),
);
