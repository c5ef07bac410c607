/** One reading of a person's access, from its door to its end, with many lines handed on at once. */

import { readTrouble, type Trouble, unreachable } from "@/app/_ui/ask";
import type { AccessLine } from "@/lib/core/access";
import { accessLines } from "./read-lines";

/** Answers of so many milliseconds are shown together: each one alone would be too much painting. */
const togetherMs = 120;
/** A connection that is silent for so long is dead, whatever the network says. */
const silentMs = 60_000;

export type ReadingEnd =
  | { kind: "ended" }
  /** It may help to ask again by itself: nobody answered, or the portal said that it soon will. */
  | { kind: "lost"; trouble: Trouble }
  | { kind: "refused"; trouble: Trouble };

type Source = (signal: AbortSignal) => Promise<Response>;

const passing: ReadonlySet<Trouble["code"]> = new Set([
  "unreachable",
  "stopping",
  "store-unavailable",
  "too-many-requests",
]);

/** Not one of the portal's problems: the answer began and did not end. */
const cut: Trouble = {
  code: "unreachable",
  title: "Connection lost",
  remedy: "What is shown may not be all.",
  reference: null,
  awsPortal: null,
};

/** Lines that come in great numbers and can wait for one another. */
const patient: ReadonlySet<AccessLine["kind"]> = new Set(["roles", "account-failed", "due"]);

/** Aborts when whoever reads is gone, or when nothing was heard for too long. */
function lineUntil(gone: AbortSignal) {
  const line = new AbortController();
  const end = () => line.abort();
  let timer = setTimeout(end, silentMs);
  gone.addEventListener("abort", end);
  return {
    signal: line.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(end, silentMs);
    },
    done: () => {
      clearTimeout(timer);
      gone.removeEventListener("abort", end);
    },
  };
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  take: (lines: readonly AccessLine[]) => void,
  heard: () => void,
): Promise<ReadingEnd> {
  let waiting: AccessLine[] = [];
  let whole = false;
  const flush = () => {
    if (waiting.length > 0) take(waiting);
    waiting = [];
  };
  // A timer, because the next line may be long in coming and what is there should be seen.
  const timer = setInterval(flush, togetherMs);
  try {
    for await (const lines of accessLines(body)) {
      heard();
      waiting.push(...lines);
      whole ||= lines.some(({ kind }) => kind === "end");
      if (lines.some(({ kind }) => !patient.has(kind))) flush();
    }
  } catch {
    // Cut in the middle: what came is shown, and the missing end says that it is not all.
  } finally {
    clearInterval(timer);
    flush();
  }
  return whole ? { kind: "ended" } : { kind: "lost", trouble: cut };
}

/** Never throws. After `gone` nothing is handed on. */
export async function readAccess(
  source: Source,
  take: (lines: readonly AccessLine[]) => void,
  gone: AbortSignal,
): Promise<ReadingEnd> {
  const line = lineUntil(gone);
  try {
    const response = await source(line.signal);
    if (!response.ok || !response.body) {
      const trouble = await readTrouble(response);
      return { kind: passing.has(trouble.code) ? "lost" : "refused", trouble };
    }
    const takeMine = (lines: readonly AccessLine[]) => gone.aborted || take(lines);
    return await readBody(response.body, takeMine, line.heard);
  } catch {
    return { kind: "lost", trouble: unreachable() };
  } finally {
    line.done();
  }
}
