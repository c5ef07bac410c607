/** What the verification found, as it is kept and shown. */

import { z } from "zod";
import type { RecordFault } from "@/lib/core/record-fault";

const time = z.iso.datetime();

/** A fault of another release is shown as far as this one knows it. */
const Fault = z.custom<RecordFault>(
  (value) => typeof value === "object" && value !== null && "kind" in value,
);

/** `at` of the place in milliseconds; digests in hexadecimal. Times are ISO 8601. */
export const RecordReport = z.object({
  /** Where the next verification goes on, and what it must find there; null before the first checkpoint. */
  place: z
    .object({
      seq: z.int(),
      at: z.number(),
      hash: z.string(),
      number: z.int(),
      digest: z.string(),
    })
    .nullable(),
  /** The last verification, and the last that read everything. `seq` is the last event that it read. */
  latest: z.object({ at: time, seq: z.int() }),
  whole: z.object({ at: time, seq: z.int(), events: z.int(), seconds: z.number() }),
  faults: z.array(Fault),
  faultCount: z.int(),
  /** When it was first found faulty; null while it is not. */
  faultySince: time.nullable(),
});

export type RecordReport = z.infer<typeof RecordReport>;
