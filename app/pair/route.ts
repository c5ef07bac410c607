import { z } from "zod";
import { pairingScript } from "@/lib/portal/pairing-script";
import { noSuchMethod, route } from "@/lib/web/route";

/** The script that pairs a machine: for `curl`, and to be read in a browser first. The same bytes for everybody. */
export const GET = route(
  { for: "anyone", fromElsewhere: true, input: z.unknown() },
  async () =>
    new Response(pairingScript().text, { headers: { "content-type": "text/plain; charset=utf-8" } }),
);

export const POST = noSuchMethod;
