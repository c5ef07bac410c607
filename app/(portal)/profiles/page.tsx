import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { profileSetsPage } from "@/lib/portal/profile-pages";
import { page } from "@/lib/web/page";
import { SetList } from "./_sets/set-list";

export const metadata: Metadata = { title: "Profiles" };

/** Profile sets: a person's own, and those that their groups have. */
export default page({ for: "person" }, async ({ session }) => (
  <PortalPage session={session} here="/profiles">
    <SetList sets={await profileSetsPage(session.person)} />
  </PortalPage>
));
