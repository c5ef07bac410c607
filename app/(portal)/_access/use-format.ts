"use client";
/** Which format a person copies in: the last one they chose, or what most people on their system paste into. */

import { useInBrowser } from "@/app/_ui/use-in-browser";
import { useRemembered } from "@/app/_ui/use-remembered";
import { type FormatId, isFormatId } from "@/lib/credentials/formats";

export function useFormat(): [FormatId, (format: FormatId) => void] {
  const [word, remember] = useRemembered("sallyport.format");
  const windows = useInBrowser(() => /Windows/.test(navigator.userAgent), false);
  return [isFormatId(word) ? word : windows ? "powershell" : "bash", remember];
}
