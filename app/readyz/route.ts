import { z } from "zod";
import { isReady, readinessNote } from "@/lib/web/ready";
import { route } from "@/lib/web/route";

/** Whether people may be sent here: not while stopping, and not while nothing could be recorded. */
export const GET = route({ for: "anyone", input: z.unknown() }, async () => {
  if (!(await isReady())) return new Response("not ready\n", { status: 503 });
  const note = await readinessNote();
  return new Response(note ? `ready: ${note}\n` : "ready\n");
});
