import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { accountRules } from "@/lib/portal/account-rules";
import { page } from "@/lib/web/page";
import { RulesEditor } from "./_rules/rules-editor";

export const metadata: Metadata = { title: "Accounts" };

/** How accounts are called and coloured for everybody. For administrators; to anybody else it does not exist. */
export default page({ for: "administrator" }, async ({ session }) => {
  const { version, rules } = await accountRules();
  return (
    <PortalPage session={session} here="/admin/accounts">
      <RulesEditor saved={{ version, rules }} />
    </PortalPage>
  );
});
