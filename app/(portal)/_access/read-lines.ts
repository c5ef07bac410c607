/** Newline-delimited JSON as it arrives: a line may come in pieces, and many may come at once. */

import { isRecord } from "@/app/_ui/ask";
import type { AccessLine } from "@/lib/core/access";

const kinds: readonly unknown[] = [
  "kept",
  "accounts",
  "roles",
  "account-failed",
  "due",
  "permission-sets",
  "changes",
  "instance-failed",
  "end",
] satisfies AccessLine["kind"][];

/** Our own door wrote it, so its kind tells its shape. Null for what a newer portal may add. */
function accessLine(text: string): AccessLine | null {
  const value: unknown = JSON.parse(text);
  // The line's shape is the contract of lib/core/access between two parts of one build.
  return isRecord(value) && kinds.includes(value.kind) ? (value as AccessLine) : null;
}

/** Each array is what one piece of the answer completed. Throws where a line is not JSON or the connection breaks. */
export async function* accessLines(body: ReadableStream<Uint8Array>): AsyncGenerator<AccessLine[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const texts = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = done ? "" : (texts.pop() ?? "");
    const lines = texts.filter((text) => text.trim() !== "").map(accessLine);
    const known = lines.filter((line) => line !== null);
    if (known.length > 0) yield known;
    if (done) return;
  }
}
