import { z } from "zod";
import { ProfileSetId } from "@/lib/core/profile-set";
import { profileFiles } from "@/lib/portal/profile-files";
import { type ProfileFormatId, profileFormats } from "@/lib/profiles/profile-formats";
import { route } from "@/lib/web/route";

const formats = Object.keys(profileFormats) as ProfileFormatId[];

const Wanted = z.strictObject({
  id: ProfileSetId,
  format: z.enum(formats),
  /** Where profiles start curl, it is told where its header stands. */
  machine: z
    .strictObject({ system: z.enum(["unix", "windows"]), home: z.string().min(1).max(200) })
    .nullable(),
});

/** A set as this person has it, in one of its forms. `block` is what a page merges into a file of theirs. */
export const POST = route({ for: "person", input: Wanted }, async ({ session, input }) =>
  Response.json(await profileFiles(session.person, input)),
);
