import type { Metadata } from "next";
import { PersonView } from "@/app/(portal)/admin/people/_person/person-view";
import { PortalPage } from "@/app/(portal)/portal-page";
import { personPage } from "@/lib/portal/people";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "Person" };

/** One person, what they have here and at AWS, and the way to shut them out. For administrators; to anybody else it does not exist. */
export default page({ for: "administrator" }, async ({ session, params }) => {
  const shown = await personPage(params.person ?? "");
  return (
    <PortalPage session={session} here="/admin/people">
      <PersonView {...shown} isReader={shown.person.id === session.person.id} now={Date.now()} />
    </PortalPage>
  );
});
