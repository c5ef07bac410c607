import { z } from "zod";
import { profileGrantsOf } from "@/lib/portal/profile-grants";
import { route } from "@/lib/web/route";

/** The person's own roles, to pick from by hand. */
export const POST = route({ for: "person", input: z.strictObject({}) }, async ({ session }) => {
  const grants = await profileGrantsOf(session.person.id);
  const roles = grants.map(({ instance, accountId, accountName, role }) => ({
    instance,
    accountId,
    accountName,
    role,
  }));
  return Response.json({ roles });
});
