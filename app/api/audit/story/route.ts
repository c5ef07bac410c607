import { z } from "zod";
import { readStory } from "@/lib/portal/read-audit";
import { route } from "@/lib/web/route";

const Input = z.strictObject({
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
});

/** One event with its place in the chain, and what else belongs to the same click. */
export const GET = route({ for: "auditor", input: Input }, async ({ input }) =>
  Response.json(await readStory(input.seq)),
);
