import type { Metadata } from "next";
import Link from "next/link";
import { NewTokens } from "@/app/(portal)/_news/new-tokens";
import { PortalPage } from "@/app/(portal)/portal-page";
import { newTokens, tokensPage } from "@/lib/portal/access-tokens";
import { page } from "@/lib/web/page";
import { TokensView } from "./_tokens/tokens-view";

export const metadata: Metadata = { title: "Access tokens" };

/** A person's access tokens for machines. */
export default page({ for: "person" }, async ({ session }) => {
  const [{ tokens, names, life }, news] = await Promise.all([
    tokensPage(session.person),
    newTokens(session.person),
  ]);
  const now = Date.now();
  return (
    <PortalPage session={session} here="/tokens">
      <NewTokens news={news} now={now} />
      <TokensView tokens={tokens} names={names} life={life} now={now} />
      {session.administrator ? (
        <p className="mt-6 text-sm">
          <Link href="/admin/tokens" prefetch={false} className="text-accent underline underline-offset-2">
            Everybody’s access tokens
          </Link>
        </p>
      ) : null}
    </PortalPage>
  );
});
