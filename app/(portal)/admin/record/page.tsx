import type { Metadata } from "next";
import { buttonLook } from "@/app/_ui/button";
import { DownloadIcon } from "@/app/_ui/icons";
import { Time } from "@/app/_ui/time";
import { AuditTabs } from "@/app/(portal)/audit/_audit/audit-tabs";
import { PortalPage } from "@/app/(portal)/portal-page";
import { deliveryStatus } from "@/lib/portal/delivery-status";
import { recordMonths } from "@/lib/portal/record-months";
import { recordState } from "@/lib/portal/record-state";
import { page } from "@/lib/web/page";
import { Deliveries } from "./_record/deliveries";
import { Months } from "./_record/months";
import { Fact, RecordSection } from "./_record/record-section";
import { Verification } from "./_record/verification";

export const metadata: Metadata = { title: "Record" };

const counted = (count: number) => count.toLocaleString("en-US");

/** How the record stands: where it ends, who signed it, what the verification found. A further part is a further section. */
export default page({ for: "auditor" }, async ({ session }) => {
  const [state, statuses, months] = await Promise.all([recordState(), deliveryStatus(), recordMonths()]);
  const { head, checkpoint, key } = state;
  return (
    <PortalPage session={session} here="/audit">
      <AuditTabs here="/admin/record" />
      <h1 className="font-semibold text-xl tracking-tight">Record</h1>
      <p className="mb-6 max-w-[68ch] text-pretty text-dim text-sm">
        Each event holds the digest of the one before, and Sallyport signs how far the record goes. Whoever
        changes, adds or removes an event is found.
      </p>
      <div className="grid gap-4 lg:grid-cols-2">
        <Verification state={state} />
        <RecordSection title="Where it ends">
          {head ? (
            <dl className="space-y-3">
              <Fact label="Last event">
                {counted(head.seq)}, <Time at={head.at} shape="full" />
              </Fact>
              <Fact label="Its digest">
                <code className="select-all break-all font-mono text-2xs">{head.hash}</code>
              </Fact>
              <Fact label="Signed">
                {checkpoint ? (
                  <>
                    up to event {counted(checkpoint.seq)}, statement {counted(checkpoint.number)},{" "}
                    <Time at={checkpoint.at} shape="full" />
                  </>
                ) : (
                  "not yet; within a minute"
                )}
              </Fact>
            </dl>
          ) : (
            <p className="text-dim text-sm">Nothing has happened yet.</p>
          )}
        </RecordSection>
        <RecordSection
          title="The key that signs it"
          aside={
            <a href="/api/admin/record/public-key" download className={buttonLook("plain", "small")}>
              <DownloadIcon />
              Public key
            </a>
          }
        >
          <dl className="space-y-3">
            <Fact label="Name">
              <code className="select-all font-mono text-2xs">{key.id}</code>
            </Fact>
            <Fact label="Kept">
              {key.isDerived ? "derived from PORTAL_SECRET" : "in the file of AUDIT_SIGNING_KEY_FILE"}
            </Fact>
            <Fact label="Public key">
              <pre className="select-all overflow-x-auto rounded-md bg-hover p-2 font-mono text-2xs">
                {key.pem}
              </pre>
            </Fact>
          </dl>
        </RecordSection>
        <RecordSection title="Check it yourself">
          <p className="text-pretty text-sm">
            Keep this public key where Sallyport’s database is not. With it anybody can check an exported
            record, without Sallyport:
          </p>
          <pre className="mt-3 select-all overflow-x-auto rounded-md bg-hover p-2 font-mono text-2xs">
            npm run audit:verify -- --file record.jsonl --public-key key.pem
          </pre>
          <p className="mt-3 text-pretty text-dim text-sm">
            An end that was cut off together with its signatures is found by whoever kept a later digest: an
            anchor outside the database.
          </p>
        </RecordSection>
        <Months months={months} />
      </div>
      <div className="mt-4">
        <Deliveries statuses={statuses} now={Date.now()} />
      </div>
    </PortalPage>
  );
});
