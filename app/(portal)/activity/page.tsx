import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "@/app/_ui/button";
import { QuietRefresh } from "@/app/_ui/quiet-refresh";
import { PortalPage } from "@/app/(portal)/portal-page";
import { ownHistory } from "@/lib/portal/own-history";
import { page } from "@/lib/web/page";
import { NotYou } from "./_activity/not-you";
import { OwnAlive } from "./_activity/own-alive";
import { OwnEventRow } from "./_activity/own-event-row";

export const metadata: Metadata = { title: "Your activity" };

const refreshSeconds = 60;

/** A person's own history, and nobody else's. */
export default page({ for: "person" }, async ({ session, search }) => {
  const asked = /^\d{1,15}$/.test(search.before ?? "") ? Number(search.before) : null;
  const { alive, events, before, now } = await ownHistory(session.person, asked);
  return (
    <PortalPage session={session} here={null}>
      {asked === null ? <QuietRefresh everySeconds={refreshSeconds} /> : null}
      <h1 className="font-semibold text-xl tracking-tight">Your activity</h1>
      <p className="mb-4 max-w-2xl text-pretty text-dim text-sm">
        What you and your machines took, when and from where. It stands on your company’s record, which nobody
        can change.
      </p>
      <OwnAlive alive={alive} now={now} />
      <NotYou />
      <section aria-labelledby="history">
        <h2 id="history" className="mb-2 font-semibold text-base">
          History
        </h2>
        {events.length > 0 ? (
          <ul className="overflow-clip rounded-xl border border-line bg-panel">
            {events.map((event) => (
              <OwnEventRow key={event.seq} event={event} year={new Date(now).getUTCFullYear()} />
            ))}
          </ul>
        ) : (
          <p className="rounded-xl border border-line border-dashed px-5 py-10 text-center text-dim text-sm">
            {asked === null ? "Nothing yet." : "Nothing is older than this."}
          </p>
        )}
      </section>
      <nav aria-label="Pages" className="mt-4 flex gap-2 empty:hidden">
        {asked === null ? null : (
          <Link href="/activity" prefetch={false} className={buttonLook("plain")}>
            Newest
          </Link>
        )}
        {before === null ? null : (
          <Link
            href={`/activity?before=${before}`}
            prefetch={false}
            className={`${buttonLook("plain")} ml-auto`}
          >
            Older
          </Link>
        )}
      </nav>
    </PortalPage>
  );
});
