import { z } from "zod";
import { shellScript } from "@/lib/portal/shell-script";
import { noSuchMethod, route } from "@/lib/web/route";

/** The program that keeps profile sets in a machine's `~/.aws/config`: for `curl`, and to be read first. The same bytes for everybody. */
export const GET = route(
  { for: "anyone", fromElsewhere: true, input: z.unknown() },
  async () =>
    new Response(shellScript("profiles.sh"), { headers: { "content-type": "text/plain; charset=utf-8" } }),
);

export const POST = noSuchMethod;
