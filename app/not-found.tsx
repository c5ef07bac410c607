import { buttonLook } from "@/app/_ui/button";
import { ProblemPage } from "@/app/_ui/problem-page";
import { problems } from "@/lib/core/problems";

/** What does not exist and what is not yours look the same. */
export default function NotFound() {
  const { title, remedy, status } = problems["not-found"];
  return (
    <ProblemPage title={title} remedy={remedy} status={status}>
      <a href="/" className={buttonLook("primary")}>
        Your access
      </a>
    </ProblemPage>
  );
}
