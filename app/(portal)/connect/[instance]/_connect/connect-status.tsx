"use client";
/** How it stands, read aloud once when it changes. Seen elsewhere on the page. */

import type { Step } from "./use-connect";

/** Letter by letter, as it is compared. */
function spelled(userCode: string): string {
  return userCode.replaceAll("-", "").split("").join(" ");
}

function words(step: Step): string {
  if (step.kind === "getting") return "Getting a code.";
  if (step.kind === "waiting")
    return `Your code is ${spelled(step.code.userCode)}. Waiting for your approval at AWS.`;
  if (step.kind === "over") return `${step.trouble.title}. ${step.trouble.remedy}`;
  return step.kind === "connected" ? "Connected." : "";
}

export function ConnectStatus({ step }: { step: Step }) {
  return (
    <output aria-label="Connection" className="sr-only">
      {words(step)}
    </output>
  );
}
