import { z } from "zod";
import { ProfileSetId } from "@/lib/core/profile-set";
import { updateProfileSet } from "@/lib/portal/save-profile-set";
import { route } from "@/lib/web/route";

const Change = z.looseObject({ id: ProfileSetId, version: z.int().min(1) });

/** Saves an owner's profile set anew. */
export const POST = route(
  { for: "person", input: Change, mostBytes: 1024 * 1024 },
  async ({ session, input, facts }) => Response.json(await updateProfileSet(session.person, facts, input)),
);
