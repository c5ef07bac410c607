import { z } from "zod";
import { ProfileSetId } from "@/lib/core/profile-set";
import { removeProfileSet } from "@/lib/portal/save-profile-set";
import { route } from "@/lib/web/route";

/** By its owner, or by an administrator. */
export const POST = route(
  { for: "person", input: z.strictObject({ id: ProfileSetId }) },
  async ({ session, input, facts }) => {
    const { administrator } = session;
    await removeProfileSet(session.person, facts, { ...input, administrator });
    return Response.json({});
  },
);
