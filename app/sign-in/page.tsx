import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DoorPage } from "@/app/_ui/problem-page";
import { SignInAgain } from "@/app/_ui/sign-in-again";
import { localPath } from "@/lib/core/local-path";
import { isProblemCode, type ProblemCode, problems } from "@/lib/core/problems";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "Sign in" };

/** The only page that somebody unknown sees, and the place where a failed sign-in says why. */
export default page({ for: "anyone" }, ({ session, search }) => {
  const returnTo = localPath(search.returnTo);
  if (session) redirect(returnTo);
  const code = isProblemCode(search.problem) ? search.problem : null;
  return (
    <DoorPage>
      {code ? <Problem code={code} reference={reference(search.reference)} /> : <Welcome />}
      <div className="mt-6 flex flex-col gap-3">
        <SignInAgain label="Sign in" returnTo={returnTo} size="large" autoFocus className="w-full" />
      </div>
      <noscript>
        <p className="mt-4 text-dim text-sm">Sallyport needs JavaScript. Please allow it for this address.</p>
      </noscript>
    </DoorPage>
  );
});

/** Only a reference of ours is repeated: this page must not say what somebody else's link wants it to say. */
function reference(given: string | undefined): string | null {
  return given && /^[0-9a-f-]{36}$/.test(given) ? given : null;
}

function Welcome() {
  return (
    <>
      <h1 className="font-semibold text-xl tracking-tight">Sign in</h1>
      <p className="mt-2 text-pretty text-dim">
        Your company’s door to AWS: every account and role you may use, the console and short-lived keys.
      </p>
    </>
  );
}

function Problem({ code, reference }: { code: ProblemCode; reference: string | null }) {
  const { title, remedy } = problems[code];
  return (
    <div role="alert">
      <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
      <p className="mt-2 text-pretty text-dim">{remedy}</p>
      {reference ? (
        <p className="mt-3 text-dim text-xs">
          Reference <code className="select-all break-all font-mono text-2xs">{reference}</code>
        </p>
      ) : null}
    </div>
  );
}
