/** For tests: somebody who reads a list, line by line, and may leave. */

import "server-only";
import type { AccessLine } from "@/lib/core/access";
import type { Person } from "@/lib/core/person";
import { listAccess } from "@/lib/portal/list-access";
import { newFacts } from "@/lib/portal/portal-for-tests";

type LineOf<K extends AccessLine["kind"]> = Extract<AccessLine, { kind: K }>;

/** What was read, with a few questions that tests ask. */
export function readLines(lines: readonly AccessLine[]) {
  const of = <K extends AccessLine["kind"]>(kind: K) =>
    lines.filter((line): line is LineOf<K> => line.kind === kind);
  return {
    lines,
    of,
    kinds: () => [...new Set(lines.map(({ kind }) => kind))],
    /** Accounts whose roles AWS told in these lines, each as often as it came. */
    told: () => of("roles").map(({ accountId }) => accountId),
    ended: () => lines.at(-1)?.kind === "end",
  };
}

export type Read = ReturnType<typeof readLines>;

/** Reads to the end, or until `enough` says so of what has been read: then the reader leaves, as a closed tab does. */
export async function readList(
  person: Person,
  {
    since,
    enough = () => false,
    facts = newFacts(),
    heard = async () => undefined,
  }: {
    since?: Date;
    enough?: (read: Read) => boolean;
    facts?: ReturnType<typeof newFacts>;
    /** What a test does when it hears a line. */
    heard?: (line: AccessLine) => Promise<unknown>;
  } = {},
): Promise<Read> {
  const leaving = new AbortController();
  const lines: AccessLine[] = [];
  const stream = listAccess(person, facts, { since }, leaving.signal);
  for await (const line of stream) {
    lines.push(line);
    await heard(line);
    if (!enough(readLines(lines))) continue;
    leaving.abort();
    break;
  }
  return readLines(lines);
}
