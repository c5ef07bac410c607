"use client";
/** Opens the AWS console in a new tab, by a real form: only so does the browser carry the answer there itself. */

import { type RefObject, useCallback, useRef } from "react";
import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { Grant } from "@/lib/core/grant";
import type { ConsolePlace } from "./read-query";

async function nextToken(): Promise<Outcome<string>> {
  return await ask("/api/console/token", {}, (answer) =>
    isRecord(answer) && typeof answer.token === "string" ? answer.token : null,
  );
}

/** Where in the console, and what was typed where the account asks for its name. */
type ConsoleWish = ConsolePlace & { confirmation?: string | undefined };

const fields = [
  "instance",
  "accountId",
  "role",
  "destination",
  "service",
  "region",
  "confirmation",
  "token",
] as const;

/** Every field: nothing of the time before stays. Empty ones count as not given. */
function fill(
  form: HTMLFormElement,
  values: Partial<Record<(typeof fields)[number], string | undefined>>,
): void {
  for (const name of fields) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = values[name] ?? "";
  }
}

export type ConsoleDoor = {
  form: RefObject<HTMLFormElement | null>;
  /** Call it within a click or a key: browsers open new tabs only then. */
  open: (grant: Grant, wish?: ConsoleWish) => Promise<Outcome<null>>;
};

/** `firstToken` came with the page. Each token opens once, so the next one is fetched right after. */
export function useConsole(firstToken: string): ConsoleDoor {
  const form = useRef<HTMLFormElement>(null);
  const token = useRef<Promise<Outcome<string>>>(null);

  const open = useCallback(
    async (grant: Grant, wish: ConsoleWish = {}): Promise<Outcome<null>> => {
      const mine = await (token.current ?? Promise.resolve({ ok: true as const, value: firstToken }));
      if (!mine.ok) {
        token.current = nextToken();
        return mine;
      }
      if (form.current) {
        fill(form.current, { ...grant, ...wish, token: mine.value });
        form.current.requestSubmit();
        fill(form.current, {});
      }
      token.current = nextToken();
      return { ok: true, value: null };
    },
    [firstToken],
  );
  return { form, open };
}

export function ConsoleForm({ form }: { form: RefObject<HTMLFormElement | null> }) {
  return (
    <form ref={form} method="post" action="/api/console" target="_blank" rel="noopener" hidden>
      {fields.map((name) => (
        <input key={name} type="hidden" name={name} defaultValue="" />
      ))}
    </form>
  );
}
