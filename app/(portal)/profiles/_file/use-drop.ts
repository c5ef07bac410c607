"use client";
/** Takes files that are dropped anywhere on the page. Without it a browser would leave the page and open them. */

import { useEffect, useState } from "react";
import { useStable } from "@/app/_ui/use-stable";
import type { GivenFile } from "./given-file";
import { droppedFiles } from "./pick-file";

/** Whether files hang over the page now. */
export function useDrop(onFiles: (files: readonly GivenFile[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useStable(onFiles);

  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    function drag(event: DragEvent) {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    }
    function leave(event: DragEvent) {
      if (event.relatedTarget === null) setOver(false);
    }
    function drop(event: DragEvent) {
      setOver(false);
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer).then(take);
    }
    addEventListener("dragover", drag);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [take]);
  return over;
}
