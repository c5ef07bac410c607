import { z } from "zod";
import { route } from "@/lib/web/route";

/** Whether this process runs. Nothing else is asked. */
export const GET = route({ for: "anyone", input: z.unknown() }, async () => new Response("ok\n"));
