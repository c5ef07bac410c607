import { z } from "zod";
import { isReady } from "@/lib/web/ready";
import { route } from "@/lib/web/route";

/** Whether people may be sent here: not while stopping, and not while nothing could be recorded. */
export const GET = route({ for: "anyone", input: z.unknown() }, async () =>
  (await isReady()) ? new Response("ready\n") : new Response("not ready\n", { status: 503 }),
);
