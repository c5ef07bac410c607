import type { Metadata } from "next";
import { buttonLook } from "@/app/_ui/button";
import { ProblemPage } from "@/app/_ui/problem-page";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "Signed out" };

/** After signing out. Says what that does not end. */
export default page({ for: "anyone" }, () => (
  <ProblemPage
    title="You are signed out"
    remedy="Keys and consoles that you took stay alive until their own end: AWS ends them, not Sallyport. On a shared computer, close the AWS console too."
  >
    <a href="/sign-in" className={buttonLook("primary")}>
      Sign in
    </a>
  </ProblemPage>
));
