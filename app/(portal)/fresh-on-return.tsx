"use client";
/** A page that the browser kept whole and shows again on Back may belong to somebody who has left: it is loaded anew. */

import { useEffect } from "react";

export function FreshOnReturn() {
  useEffect(() => {
    const reload = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload();
    };
    addEventListener("pageshow", reload);
    return () => removeEventListener("pageshow", reload);
  }, []);
  return null;
}
