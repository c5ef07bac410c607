"use client";
/** How the reading goes, for readers aloud: its beginning, each quarter, its end, and a connection that is lost. */

import { useState } from "react";
import type { AccessState } from "./access-state";
import type { Progress } from "./reading-progress";
import { quarterWords } from "./reading-words";

export function ReadingAloud({ state, progress }: { state: AccessState; progress: Progress | null }) {
  const [ever, setEver] = useState(false);
  if (progress && !ever) setEver(true);
  const { lost, phase } = state;
  const done = ever && phase === "complete" ? "Everything is read" : "";
  return (
    <output aria-label="Reading" className="sr-only">
      {lost ? `${lost.trouble.title}, trying again` : progress ? quarterWords(progress) : done}
    </output>
  );
}
