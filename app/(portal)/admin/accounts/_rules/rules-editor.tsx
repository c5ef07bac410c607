"use client";
/** Writing rules: the list of them, what they would do, and saving. */

import { useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { AgainIcon, AlertIcon, PlusIcon, WaitIcon } from "@/app/_ui/icons";
import { LeaveWarning, letLeave } from "@/app/_ui/leave-warning";
import { useSay } from "@/app/_ui/say";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { useStable } from "@/app/_ui/use-stable";
import type { AccountRuleSet } from "@/lib/core/account-rules";
import { NoRules } from "./no-rules";
import { askSave } from "./read-preview";
import { RuleList } from "./rule-list";
import { rulesText } from "./rule-words";
import { RulesPreview, type Shown } from "./rules-preview";
import { usePreview } from "./use-preview";
import { emptyRule, useRules } from "./use-rules";

const mostRules = 200;

export function RulesEditor({ saved: first }: { saved: AccountRuleSet }) {
  const editing = useRules(first);
  const { saved, drafts, rules, changed, add, discard, keep } = editing;
  const hand = usePreview(rules);
  const [shown, setShown] = useState<Shown>("all");
  const [saving, setSaving] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const preview = useRef<HTMLDivElement>(null);
  const say = useSay();

  const onShow = useStable((place: number) => {
    setShown(place);
    preview.current?.scrollIntoView({ block: "nearest" });
  });

  async function send() {
    const tried = await hand.now();
    if (!tried) return;
    const [fault] = tried.faults;
    if (fault) {
      say(`Rule ${fault.rule + 1}: ${fault.message}`);
      list.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    const outcome = await askSave(saved.version, rules);
    setTrouble(outcome.ok ? null : outcome.trouble);
    if (!outcome.ok) return;
    keep({ version: outcome.value, rules });
    say("Saved. Everybody sees it at their next visit.");
  }

  async function save() {
    setSaving(true);
    await send();
    setSaving(false);
  }

  return (
    <>
      <div className="sticky top-0 z-20 -mx-4 mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 bg-page px-4 py-2 md:-mx-1 md:px-1">
        <div className="min-w-0 grow">
          <h1 className="font-semibold text-xl tracking-tight">Accounts</h1>
          <p className="text-pretty text-dim text-sm max-sm:hidden">
            How accounts are called and coloured, for everybody. The first rule that matches decides.
          </p>
        </div>
        <output className="text-dim text-sm">{changed ? "Unsaved changes" : rulesText(drafts.length)}</output>
        <div className="flex gap-2">
          <Button disabled={!changed || saving} onClick={discard}>
            Discard
          </Button>
          <Button kind="primary" disabled={!changed || saving} onClick={save}>
            {saving ? <WaitIcon /> : null}
            Save
          </Button>
        </div>
      </div>
      {trouble ? <SaveTrouble trouble={trouble} onAgain={save} /> : null}
      <div className="grid items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_400px]">
        <div ref={list} className="min-w-0">
          {drafts.length === 0 ? (
            <NoRules onAdd={add} />
          ) : (
            <>
              <RuleList {...editing} preview={hand.preview} onShow={onShow} />
              <Button className="mt-3" disabled={drafts.length >= mostRules} onClick={() => add([emptyRule])}>
                <PlusIcon />
                Add a rule
              </Button>
            </>
          )}
        </div>
        <div
          ref={preview}
          className="min-w-0 scroll-mt-20 lg:sticky lg:top-20 lg:max-h-[calc(100vh-96px)] lg:overflow-y-auto"
        >
          <RulesPreview hand={hand} ruleCount={drafts.length} shown={shown} onShown={setShown} />
        </div>
      </div>
      <LeaveWarning changed={changed} />
    </>
  );
}

function reload(): void {
  letLeave();
  location.reload();
}

function SaveTrouble({ trouble, onAgain }: { trouble: Trouble; onAgain: () => void }) {
  if (trouble.code !== "page-outdated")
    return <TroubleNotice trouble={trouble} onAgain={onAgain} className="mb-4" />;
  return (
    <section
      role="alert"
      className="mb-4 flex gap-3 rounded-lg border border-line bg-warn-tint px-4 py-3 text-sm"
    >
      <AlertIcon className="mt-0.5 text-warn" />
      <div className="min-w-0 space-y-2">
        <p className="font-semibold text-base">Somebody else saved rules since you opened this page</p>
        <p className="text-pretty">
          Yours are still here, and not saved. Note what you changed, then load what is saved now and change
          that.
        </p>
        <Button size="small" onClick={reload}>
          <AgainIcon />
          Load the saved rules
        </Button>
      </div>
    </section>
  );
}
