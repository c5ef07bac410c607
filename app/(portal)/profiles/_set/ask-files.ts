/** What a set's page asks its doors. */

import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { ProfileBlock } from "@/lib/profiles/profile-block";
import type { ProfileFile } from "@/lib/profiles/profile-format";

export type Home = { system: "unix" | "windows"; home: string };

export type Files = {
  files: readonly ProfileFile[];
  block: ProfileBlock;
  profiles: number;
  notes: readonly string[];
};

function readFiles(answer: unknown): Files | null {
  if (!isRecord(answer) || !Array.isArray(answer.files) || !isRecord(answer.block)) return null;
  return answer as Files;
}

export async function askFiles(
  id: string,
  format: string,
  machine: Home | null,
  signal: AbortSignal,
): Promise<Outcome<Files>> {
  return await ask("/api/profiles/files", { id, format, machine }, readFiles, signal);
}

export async function askDelete(id: string): Promise<Outcome<true>> {
  return await ask("/api/profiles/delete", { id }, () => true as const);
}
