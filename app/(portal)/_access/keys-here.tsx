"use client";
/** Keys that are here: how long they live, and the same keys written another way. */

import Link from "next/link";
import { useState } from "react";
import { Button, buttonLook } from "@/app/_ui/button";
import { DownloadIcon, EyeIcon } from "@/app/_ui/icons";
import { timeText } from "@/app/_ui/time";
import { useNow } from "@/app/_ui/use-now";
import { type FormatId, formats } from "@/lib/credentials/formats";
import { profileName } from "@/lib/credentials/profile-name";
import { Countdown, soonMs } from "./countdown-text";
import { downloadText } from "./download-text";
import { FormatChoice } from "./format-choice";
import { FormatFields } from "./format-fields";
import { RenewButton } from "./renew-button";
import { pathToTools } from "./row-link";
import type { Target } from "./take-keys";
import { UndoLine } from "./undo-line";
import type { KeysInHand, Taking } from "./use-keys";
import { type Wanted, wantedText } from "./wanted-text";

export type HereActs = {
  hand: KeysInHand;
  format: FormatId;
  onFormat: (format: FormatId) => void;
  /** Copies something that is no secret, and says what. */
  onCopyPlain: (text: string, what: string) => void;
  /** New keys for the same, copied the same way. */
  onRenew: (target: Target, wanted: Wanted) => void;
};

type HereProps = HereActs & { taking: Extract<Taking, { step: "here" }> };

/** The text, or why there is none. */
function written(wanted: Wanted, { target, keys }: HereProps["taking"]) {
  try {
    return { text: wantedText(wanted, target, keys), fault: null };
  } catch (fault) {
    return { text: null, fault: fault instanceof Error ? fault.message : String(fault) };
  }
}

function whatUndoes({ wanted, target: { grant }, keys }: HereProps["taking"]): string | null {
  if (wanted.kind !== "format") return null;
  const { accountId } = grant;
  const { region } = keys;
  return formats[wanted.format].undo({
    region,
    accountId,
    profileName: profileName(grant),
    fields: wanted.fields,
  });
}

export function KeysHere({ taking, hand, format, onFormat, onCopyPlain, onRenew }: HereProps) {
  const { keys, wanted, target } = taking;
  const [chosen, setChosen] = useState<FormatId>(wanted.kind === "value" ? format : wanted.format);
  const [fields, setFields] = useState<Record<string, string>>({});
  const { fields: asked, fileName, holdsKeys, whenToUse } = formats[chosen];
  const { text, fault } = written({ kind: "format", format: chosen, fields }, taking);
  const { accountId } = target.grant;
  const isCopied = taking.copied && wanted.kind === "format" && wanted.format === chosen;
  const done = isCopied ? whatUndoes(taking) : null;
  const known = { region: keys.region, registry: accountId };

  function choose(id: FormatId) {
    setChosen(id);
    // A text without keys is no answer to who asks for keys the next time.
    if (formats[id].holdsKeys) onFormat(id);
    const next: Wanted = { kind: "format", format: id };
    if (formats[id].fields.length === 0 && written(next, taking).text !== null) hand.rewrite(next);
  }

  return (
    <>
      <TimeLeft endsAt={keys.endsAt} onRenew={() => onRenew(target, wanted)} />
      <FormatChoice
        chosen={chosen}
        ready={text !== null}
        onCopy={() => hand.rewrite({ kind: "format", format: chosen, fields })}
        onChoose={choose}
      />
      <p className="px-4 pt-2 text-pretty text-dim text-xs">{whenToUse}</p>
      <FormatFields
        key={chosen}
        fields={asked}
        typed={fields}
        known={known}
        fault={fault}
        onType={setFields}
      />
      {asked.length === 0 && fault ? <p className="px-4 pt-2 text-warn text-xs">{fault}</p> : null}
      {done ? <UndoLine text={done} onCopy={() => onCopyPlain(done, "What undoes it")} /> : null}
      <div className="mt-2 flex gap-1 border-line border-t px-2 py-1.5">
        <Button kind="quiet" size="small" onClick={() => hand.show(true)}>
          <EyeIcon />
          Show
        </Button>
        <Button
          kind="quiet"
          size="small"
          disabled={text === null}
          title={holdsKeys ? `Saves ${fileName}, with the keys in it` : `Saves ${fileName}`}
          onClick={() => text !== null && downloadText(fileName, text)}
        >
          <DownloadIcon />
          Download
        </Button>
        <Link
          href={pathToTools(target.grant)}
          title="How tools get these keys by themselves"
          className={`ml-auto ${buttonLook("quiet", "small")}`}
        >
          Use it in…
        </Link>
      </div>
    </>
  );
}

type LeftProps = { endsAt: number; onRenew: () => void };

/** Soon before the end, new keys are one click away. */
function TimeLeft({ endsAt, onRenew }: LeftProps) {
  const soon = endsAt - useNow(Date.now(), 5000) < soonMs;
  return (
    <div className="flex items-baseline gap-3 px-4 first:pt-2">
      <Countdown endsAt={endsAt} className="font-semibold text-2xl tracking-tight" />
      <span className="grow text-dim text-sm">left, until {timeText(new Date(endsAt), "clock")}</span>
      {soon ? <RenewButton onRenew={onRenew} /> : null}
    </div>
  );
}
