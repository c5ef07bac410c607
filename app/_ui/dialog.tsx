"use client";
/** The look of dialogs. Keeping the keyboard inside and giving it back is Base UI's. */

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { buttonLook } from "./button";
import { CloseIcon } from "./icons";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  wide?: boolean;
  /** What the keyboard is in when it opens; else the first thing that can be. */
  focus?: RefObject<HTMLElement | null>;
};

export function Dialog({ open, onClose, title, description, children, wide = false, focus }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#12121180] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(focus ? { initialFocus: focus } : {})}
          className={`-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-32px)] flex-col rounded-xl bg-panel text-ink shadow-float outline-none transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 ${wide ? "max-w-2xl" : "max-w-md"}`}
        >
          <div className="flex items-start gap-4 border-line border-b px-5 pt-4 pb-3">
            <div className="min-w-0 grow">
              <Base.Title className="font-semibold text-lg">{title}</Base.Title>
              {description ? (
                <Base.Description className="text-dim text-sm">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close aria-label="Close" className={`${buttonLook("quiet", "small")} -mr-2`}>
              <CloseIcon />
            </Base.Close>
          </div>
          <div className="overflow-y-auto px-5 py-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
