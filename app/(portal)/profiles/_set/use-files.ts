"use client";
/** A set's files in the form that is chosen, asked for when it is. What was there stays until the others have come. */

import { useEffect, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { askFiles, type Files, type Home } from "./ask-files";

type State = { files: Files | null; of: string; trouble: Trouble | null };

const typingMs = 300;

export function useFiles(id: string, format: string, machine: Home | null) {
  const [state, setState] = useState<State>({ files: null, of: "", trouble: null });
  const [turn, setTurn] = useState(0);
  const system = machine?.system ?? "unix";
  const home = machine?.home ?? "";
  const wanted = [format, system, home, turn].join("\n");

  useEffect(() => {
    const over = new AbortController();
    const timer = setTimeout(
      async () => {
        const outcome = await askFiles(id, format, home === "" ? null : { system, home }, over.signal);
        if (over.signal.aborted) return;
        setState((before) =>
          outcome.ok
            ? { files: outcome.value, of: wanted, trouble: null }
            : { ...before, of: wanted, trouble: outcome.trouble },
        );
      },
      home === "" ? 0 : typingMs,
    );
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [id, format, system, home, wanted]);

  return { ...state, waiting: state.of !== wanted, again: () => setTurn((before) => before + 1) };
}
