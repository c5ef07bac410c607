import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { buttonLook, OutsideLink } from "@/app/_ui/button";
import { OutsideIcon } from "@/app/_ui/icons";
import { ProblemPage } from "@/app/_ui/problem-page";
import { SignInAgain } from "@/app/_ui/sign-in-again";
import { Grant, InstanceId } from "@/lib/core/grant";
import { isProblemCode, problems } from "@/lib/core/problems";
import { awsPortalFor } from "@/lib/portal/aws-portal";
import { page, type Search } from "@/lib/web/page";

export const metadata: Metadata = { title: "A problem" };

/** AWS's own way to what was wanted, if the address still says what that was. */
function awsPortal({ instance, accountId, role }: Search): string | undefined {
  const grant = Grant.safeParse({ instance, accountId, role });
  return grant.success ? awsPortalFor(grant.data) : undefined;
}

/** Where an approval at AWS is what helps, and the address says for which instance. */
function connectPath(code: string, { instance }: Search): string | null {
  const named = InstanceId.safeParse(instance);
  return code === "aws-connection-needed" && named.success ? `/connect/${named.data}` : null;
}

/** Where a tab lands that was to become a console and did not. */
export default page({ for: "anyone" }, ({ session, params, search }) => {
  const { code } = params;
  if (!isProblemCode(code)) notFound();
  const { title, remedy, status } = problems[code];
  const reference = /^[0-9a-f-]{36}$/.test(search.reference ?? "") ? (search.reference ?? null) : null;
  // Where the company's AWS portal is, is nothing for strangers.
  const url = session ? awsPortal(search) : undefined;
  const connect = connectPath(code, search);
  return (
    <ProblemPage title={title} remedy={remedy} status={status} reference={reference}>
      {code === "aws-sign-in-ended" ? <SignInAgain returnTo="/" /> : null}
      {connect ? (
        <a href={connect} className={buttonLook("primary")}>
          Connect
        </a>
      ) : null}
      <a href="/" className={buttonLook(connect || code === "aws-sign-in-ended" ? "plain" : "primary")}>
        Your access
      </a>
      {url ? (
        <OutsideLink kind="plain" href={url}>
          Open it in AWS’s own portal
          <OutsideIcon />
        </OutsideLink>
      ) : null}
    </ProblemPage>
  );
});
