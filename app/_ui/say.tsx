"use client";
/** Short confirmations: seen at the foot of the page for a moment, read aloud once, and never in the way. */

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { CheckIcon } from "./icons";

const shownMs = 4000;

type Said = { text: string; times: number };

const Saying = createContext<(text: string) => void>(() => {});

/** Says one sentence. A new one replaces the one before. */
export function useSay(): (text: string) => void {
  return useContext(Saying);
}

export function SayProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said>({ text: "", times: 0 });
  const say = useCallback((text: string) => setSaid((before) => ({ text, times: before.times + 1 })), []);

  useEffect(() => {
    if (said.text === "") return;
    const timer = setTimeout(() => setSaid((now) => (now === said ? { ...now, text: "" } : now)), shownMs);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <Saying value={say}>
      {children}
      <div className="pointer-events-none fixed inset-x-4 bottom-6 z-50 flex justify-center">
        <output aria-label="Notice">
          {said.text === "" ? null : (
            <span
              key={said.times}
              className="flex max-w-full animate-[arrive_0.15s_ease-out] items-center gap-2 rounded-full bg-ink py-2 pr-4 pl-3 font-medium text-page text-sm shadow-float"
            >
              <CheckIcon />
              <span className="truncate">{said.text}</span>
            </span>
          )}
        </output>
      </div>
    </Saying>
  );
}
