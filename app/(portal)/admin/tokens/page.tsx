import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { everybodysTokens } from "@/lib/portal/access-tokens";
import { page } from "@/lib/web/page";
import { EverybodysTokens } from "./_tokens/everybodys-tokens";

export const metadata: Metadata = { title: "Everybody’s access tokens" };

/** Every access token that lives. For administrators; to anybody else it does not exist. */
export default page({ for: "administrator" }, async ({ session, search }) => {
  const person = search.person?.trim().slice(0, 128) || null;
  const { tokens, whole } = await everybodysTokens(person);
  return (
    <PortalPage session={session} here="/tokens">
      <EverybodysTokens tokens={tokens} whole={whole} person={person ?? ""} now={Date.now()} />
    </PortalPage>
  );
});
