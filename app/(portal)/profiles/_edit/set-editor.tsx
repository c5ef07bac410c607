"use client";
/** Writing a profile set: its parts on one side, what comes of them on the other. */

import Link from "next/link";
import { useCallback, useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { Button, buttonLook } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/fields";
import { WaitIcon } from "@/app/_ui/icons";
import { LeaveWarning, letLeave } from "@/app/_ui/leave-warning";
import { useSay } from "@/app/_ui/say";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import type { ProfileSet } from "@/lib/core/profile-set";
import type { ProfileSetDraft } from "@/lib/core/shared-set";
import type { ProfileSetEdit } from "@/lib/portal/profile-pages";
import { askSave } from "./ask-edit";
import { ChainsPart } from "./chains-part";
import { Chips } from "./chips";
import { NamesPart } from "./names-part";
import { Part } from "./part";
import { PreviewPart } from "./preview-part";
import { ProfilePart } from "./profile-part";
import { useSetPreview } from "./use-set-preview";
import { WhichRoles } from "./which-roles";

export function SetEditor({ start }: { start: ProfileSetEdit }) {
  const { id, version, known } = start;
  const [first] = useState<ProfileSetDraft>(() => ({
    title: start.title,
    sharedWith: [...start.sharedWith],
    set: start.set,
  }));
  const [draft, setDraft] = useState(first);
  const [saving, setSaving] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const form = useRef<HTMLDivElement>(null);
  const hand = useSetPreview(id, draft);
  const say = useSay();
  const onSet = useCallback(
    (part: Partial<ProfileSet>) => setDraft((before) => ({ ...before, set: { ...before.set, ...part } })),
    [],
  );
  const faultOf = (field: string) => hand.preview?.faults.find((fault) => fault.field === field)?.message;
  const faultUnder = (field: string) =>
    hand.preview?.faults.find((fault) => fault.field === field || fault.field.startsWith(`${field}.`))
      ?.message;

  async function save() {
    setSaving(true);
    const tried = await hand.now();
    const [fault] = tried?.faults ?? [];
    if (fault) {
      say(fault.message);
      // Once the fields say so.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    } else if (tried) {
      const outcome = await askSave(id, version, draft);
      setTrouble(outcome.ok ? null : outcome.trouble);
      if (outcome.ok) {
        letLeave();
        return location.assign(`/profiles/${outcome.value}`);
      }
    }
    setSaving(false);
  }

  const part = { draft, onSet, faultOf, preview: hand.preview };
  return (
    <>
      <div className="sticky top-0 z-20 -mx-4 mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 bg-page px-4 py-2 md:-mx-1 md:px-1">
        <h1 className="min-w-0 grow truncate font-semibold text-xl tracking-tight">
          {id === null ? "New profile set" : "Change the set"}
        </h1>
        <div className="flex gap-2">
          <Link
            href={id === null ? "/profiles" : `/profiles/${id}`}
            prefetch={false}
            className={buttonLook()}
          >
            Cancel
          </Link>
          <Button kind="primary" disabled={saving} onClick={save}>
            {saving ? <WaitIcon /> : null}
            {id === null ? "Create the set" : "Save"}
          </Button>
        </div>
      </div>
      {trouble ? <TroubleNotice trouble={trouble} onAgain={save} className="mb-4" /> : null}
      <div className="grid items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_460px]">
        <div ref={form} className="min-w-0 space-y-4">
          <Part title="The set">
            <TextField
              label="Title"
              value={draft.title}
              onChange={(title) => setDraft((before) => ({ ...before, title }))}
              maxLength={64}
              fault={faultOf("title")}
            />
            <Chips
              label="Shared with groups, named exactly as your identity provider names them"
              values={draft.sharedWith}
              onValues={(sharedWith) => setDraft((before) => ({ ...before, sharedWith }))}
              known={known.groups}
              offers
              placeholder="payments"
              maxLength={256}
              fault={faultUnder("sharedWith")}
            />
          </Part>
          <WhichRoles {...part} known={known} />
          <NamesPart {...part} />
          <ProfilePart {...part} />
          <ChainsPart {...part} />
        </div>
        <div className="min-w-0 lg:sticky lg:top-16 lg:max-h-[calc(100vh-80px)] lg:overflow-y-auto lg:px-1 lg:pb-2">
          <PreviewPart hand={hand} />
        </div>
      </div>
      <LeaveWarning changed={JSON.stringify(draft) !== JSON.stringify(first)} />
    </>
  );
}
