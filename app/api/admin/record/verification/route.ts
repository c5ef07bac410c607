import { z } from "zod";
import { askForVerification } from "@/lib/portal/record-state";
import { noSuchMethod, route } from "@/lib/web/route";

/** Asks for a verification of the whole record. It is made in the background; the page about the record shows what it found. */
export const POST = route({ for: "auditor", input: z.strictObject({}) }, async () => {
  await askForVerification();
  return Response.json({ wanted: true }, { status: 202 });
});

export const GET = noSuchMethod;
