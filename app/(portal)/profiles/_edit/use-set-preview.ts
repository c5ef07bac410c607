"use client";
/** What the set would give its owner. */

import { useCallback } from "react";
import { usePreviewOf } from "@/app/_ui/use-preview-of";
import type { ProfileSetDraft } from "@/lib/core/shared-set";
import { askPreview } from "./ask-edit";

export function useSetPreview(id: string | null, draft: ProfileSetDraft) {
  const ask = useCallback(
    (wanted: ProfileSetDraft, signal?: AbortSignal) => askPreview(id, wanted, signal),
    [id],
  );
  return usePreviewOf(draft, ask);
}
