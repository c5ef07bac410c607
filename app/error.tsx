"use client";

import { Button, buttonLook } from "@/app/_ui/button";
import { ProblemPage } from "@/app/_ui/problem-page";
import { SignInAgain } from "@/app/_ui/sign-in-again";
import { problemOfDigest } from "@/lib/core/problem-digest";
import { problems } from "@/lib/core/problems";

type Failure = Error & { digest?: string };

/** A page that failed. The error's digest names the problem; its text never leaves the server. */
export default function PageFailed({ error }: { error: Failure }) {
  const { code, reference } = problemOfDigest(error.digest);
  const { title, remedy, status } = problems[code];
  return (
    <ProblemPage title={title} remedy={remedy} status={status} reference={reference ?? error.digest ?? null}>
      {status === 401 ? (
        <SignInAgain />
      ) : (
        <Button kind="primary" onClick={() => location.reload()}>
          Try again
        </Button>
      )}
      <a href="/" className={buttonLook("plain")}>
        Your access
      </a>
    </ProblemPage>
  );
}
