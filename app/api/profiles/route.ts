import { z } from "zod";
import { createProfileSet } from "@/lib/portal/save-profile-set";
import { route } from "@/lib/web/route";

/** Makes a profile set. What is wrong with one the page knows before, from its preview. */
export const POST = route(
  { for: "person", input: z.unknown(), mostBytes: 1024 * 1024 },
  async ({ session, input, facts }) => Response.json(await createProfileSet(session.person, facts, input)),
);
