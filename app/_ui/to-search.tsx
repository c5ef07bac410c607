"use client";
/** From the pages that have no search of their own, its key leads to the one that has. */

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isSearchKey } from "./search-key";

export function ToSearch() {
  const router = useRouter();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isSearchKey(event) || document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      router.push("/");
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [router]);
  return null;
}
