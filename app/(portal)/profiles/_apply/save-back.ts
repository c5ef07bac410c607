/** Writes into a file that somebody picked. Never over what another program wrote there since it was read. */

import { type Fault, readFile } from "@/app/(portal)/profiles/_file/read-given";
import type { Existing } from "./apply-state";

export type Saved = { ok: true } | { ok: false; fault: Fault; now: string | null };

const refused: Fault = {
  title: "The browser did not let us write",
  remedy:
    "Nothing was changed. Allow it when the browser asks, or download the file and put it in place yourself.",
};

const moved: Fault = {
  title: "The file has changed since you gave it",
  remedy: "Nothing was written. It was read anew: look at what would change, and save again.",
};

export async function saveBack({ text, handle }: Existing, merged: string): Promise<Saved> {
  if (!handle) return { ok: false, fault: refused, now: null };
  try {
    const state = (await handle.requestPermission?.({ mode: "readwrite" })) ?? "granted";
    if (state !== "granted") return { ok: false, fault: refused, now: null };
    const there = await readFile(await handle.getFile());
    if (!there.ok) return { ok: false, fault: there.fault, now: null };
    if (there.text !== text) return { ok: false, fault: moved, now: there.text };
    const writing = await handle.createWritable();
    await writing.write(merged);
    // Until here the browser has written to a copy: the file is the old or the new one, never half of it.
    await writing.close();
    return { ok: true };
  } catch {
    return { ok: false, fault: refused, now: null };
  }
}
