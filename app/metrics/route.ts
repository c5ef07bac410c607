import { z } from "zod";
import { metricsContentType, metricsText } from "@/lib/core/metrics-text";
import { metrics } from "@/lib/portal/metrics";
import { mustHaveMetricsToken } from "@/lib/web/metrics-token";
import { route } from "@/lib/web/route";

/** The record's measurements, for Prometheus. Open to whoever brings the token of the settings, and to nobody else. */
export const GET = route({ for: "program", input: z.unknown() }, async ({ request }) => {
  mustHaveMetricsToken(request.headers);
  return new Response(metricsText(await metrics()), { headers: { "content-type": metricsContentType } });
});
