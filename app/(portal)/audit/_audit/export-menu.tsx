"use client";
/** Taking out what the page shows, or all of it. The formats come when somebody reaches for them. */

import { lazy, Suspense, useRef, useState } from "react";
import { buttonLook } from "@/app/_ui/button";
import { DownloadIcon } from "@/app/_ui/icons";
import type { AuditFilter } from "@/lib/core/audit-row";

const load = () => import("./export-menu-popup");
const ExportMenuPopup = lazy(async () => ({ default: (await load()).ExportMenuPopup }));

export function ExportMenu({ filter }: { filter: AuditFilter }) {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => {
          setAnchor(button.current);
          setOpen(true);
        }}
        className={`${buttonLook("plain")} ml-auto`}
      >
        <DownloadIcon />
        Export
      </button>
      <Suspense>
        {anchor ? (
          <ExportMenuPopup anchor={anchor} open={open} onClose={() => setOpen(false)} filter={filter} />
        ) : null}
      </Suspense>
    </>
  );
}
