import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { people } from "@/lib/portal/people";
import { page } from "@/lib/web/page";
import { PeopleSearch } from "./_people/people-search";
import { PeopleTable } from "./_people/people-table";

export const metadata: Metadata = { title: "People" };

/** Everybody who has ever signed in. For administrators; to anybody else it does not exist. */
export default page({ for: "administrator" }, async ({ session, search }) => {
  const text = search.person?.trim().slice(0, 128) || null;
  const blockedOnly = search.blocked === "yes";
  const after = search.after ?? null;
  const found = await people({ text, blockedOnly }, after);
  return (
    <PortalPage session={session} here="/admin/people">
      <h1 className="font-semibold text-xl tracking-tight">People</h1>
      <p className="mb-4 text-pretty text-dim text-sm">
        Everybody who has signed in here: what they have, and how to shut somebody out.
      </p>
      <PeopleSearch text={text ?? ""} blockedOnly={blockedOnly} />
      <PeopleTable {...found} text={text} blockedOnly={blockedOnly} first={after === null} />
    </PortalPage>
  );
});
