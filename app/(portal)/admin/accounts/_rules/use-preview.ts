"use client";
/** What the rules would do. */

import { type PreviewInHand as InHand, usePreviewOf } from "@/app/_ui/use-preview-of";
import type { AccountRule } from "@/lib/core/account-rules";
import { askPreview, type Preview } from "./read-preview";

export type PreviewInHand = InHand<readonly AccountRule[], Preview>;

export function usePreview(rules: readonly AccountRule[]): PreviewInHand {
  return usePreviewOf(rules, askPreview);
}
