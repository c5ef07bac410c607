/** On every page of those who read the record: that it is not what was recorded. Nothing else is as loud. */

import Link from "next/link";
import { AlertIcon } from "@/app/_ui/icons";
import { recordAlarm } from "@/lib/portal/record-state";

export async function RecordAlarm() {
  const alarm = await recordAlarm();
  if (!alarm) return null;
  const faults = alarm.faultCount === 1 ? "one fault" : `${alarm.faultCount.toLocaleString("en-US")} faults`;
  return (
    <aside aria-label="The audit record" className="border-bad/40 border-b bg-bad-tint">
      <p className="mx-auto flex max-w-[1280px] items-start gap-2 px-4 py-2 text-sm md:px-6">
        <AlertIcon className="mt-0.5 shrink-0 text-bad" />
        <span className="text-pretty">
          <strong className="font-semibold">The audit record is not intact:</strong> the verification found{" "}
          {faults}.{" "}
          <Link href="/admin/record" prefetch={false} className="font-medium underline underline-offset-2">
            What was found
          </Link>
        </span>
      </p>
    </aside>
  );
}
