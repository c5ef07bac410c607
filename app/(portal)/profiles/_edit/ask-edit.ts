/** What the editor asks its doors. */

import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { ProfileSetDraft } from "@/lib/core/shared-set";
import type { ProfilePreview } from "@/lib/portal/preview-profiles";

function readPreview(answer: unknown): ProfilePreview | null {
  if (!isRecord(answer) || !Array.isArray(answer.faults) || !Array.isArray(answer.names)) return null;
  return answer as ProfilePreview;
}

export async function askPreview(
  id: string | null,
  draft: ProfileSetDraft,
  signal?: AbortSignal,
): Promise<Outcome<ProfilePreview>> {
  return await ask("/api/profiles/preview", { id, draft }, readPreview, signal);
}

/** Answers the set's id. */
export async function askSave(
  id: string | null,
  version: number,
  draft: ProfileSetDraft,
): Promise<Outcome<string>> {
  const read = (answer: unknown) => (isRecord(answer) && typeof answer.id === "string" ? answer.id : null);
  return id === null
    ? await ask("/api/profiles", draft, read)
    : await ask("/api/profiles/change", { id, version, ...draft }, read);
}
