import { z } from "zod";
import { ProfileSetId } from "@/lib/core/profile-set";
import { previewProfiles } from "@/lib/portal/preview-profiles";
import { route } from "@/lib/web/route";

/** Anything may stand in a draft: it is still being written. */
const Draft = z.strictObject({ id: ProfileSetId.nullable(), draft: z.unknown() });

export const POST = route(
  { for: "person", input: Draft, mostBytes: 1024 * 1024 },
  async ({ session, input }) => Response.json(await previewProfiles(session.person, input)),
);
