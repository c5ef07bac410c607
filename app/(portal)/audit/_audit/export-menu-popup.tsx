"use client";
/** The formats, each with what it is good for. */

import { Menu } from "@base-ui/react/menu";
import { MenuGroup, MenuItem, MenuPopup } from "@/app/_ui/menu";
import type { ExportFormat } from "@/lib/core/audit-export";
import type { AuditFilter } from "@/lib/core/audit-row";
import { exportHref } from "./audit-address";

type PopupProps = { anchor: HTMLElement; open: boolean; onClose: () => void; filter: AuditFilter };

type Choice = { format: ExportFormat; label: string; says: string };

/** A part of the record has gaps, and a chain with gaps proves nothing of what is between. */
function choices(whole: boolean): readonly Choice[] {
  return [
    {
      format: "jsonl",
      label: "JSON Lines",
      says: whole
        ? "The record itself, signed. It can be verified without the portal."
        : "Events as they are recorded, each with its digest.",
    },
    { format: "csv", label: "CSV", says: "A table for a spreadsheet, with formulas defused." },
    { format: "ocsf", label: "OCSF", says: "Events in the open security schema, for a SIEM." },
  ];
}

export function ExportMenuPopup({ anchor, open, onClose, filter }: PopupProps) {
  const whole = Object.keys(filter).length === 0;
  return (
    <Menu.Root open={open} onOpenChange={(next) => next || onClose()}>
      <MenuPopup anchor={() => anchor} label="Export">
        <MenuGroup label={whole ? "The whole record as" : "What the filter shows as"}>
          {choices(whole).map(({ format, label, says }) => (
            <MenuItem key={format} label={label} render={<a href={exportHref(format, filter)} download />}>
              <span className="py-1">
                <span className="block font-medium">{label}</span>
                <span className="block text-pretty text-dim text-xs">{says}</span>
              </span>
            </MenuItem>
          ))}
        </MenuGroup>
      </MenuPopup>
    </Menu.Root>
  );
}
