import { z } from "zod";
import { recordKey } from "@/lib/portal/record-state";
import { route } from "@/lib/web/route";

/** The public key of the record's signatures, as a file for `npm run audit:verify`. */
export const GET = route({ for: "auditor", input: z.unknown() }, async () => {
  const { id, pem } = recordKey();
  return new Response(pem, {
    headers: {
      "content-type": "application/x-pem-file",
      "content-disposition": `attachment; filename="sallyport-audit-${id}.pem"`,
    },
  });
});
