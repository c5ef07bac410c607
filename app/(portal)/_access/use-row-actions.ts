"use client";
/** What can be done with a row: open it, take its keys, copy what is no secret. */

import { useSay } from "@/app/_ui/say";
import { useStable } from "@/app/_ui/use-stable";
import { calledName } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";
import { type FormatId, formats } from "@/lib/credentials/formats";
import type { AccessState } from "./access-state";
import { copyText } from "./copy-text";
import { grantOf, type RowName } from "./list-cursor";
import { placeTitle } from "./place-words";
import type { ConsolePlace } from "./read-query";
import type { Target } from "./take-keys";
import { entryKey } from "./take-lines";
import { aboutConsole, aboutKeys, useConfirm, useRefusedKeys } from "./use-confirm";
import type { ConsoleDoor } from "./use-console";
import type { KeysInHand } from "./use-keys";
import type { Wanted } from "./wanted-text";

type Means = {
  entries: AccessState["entries"];
  door: ConsoleDoor;
  hand: KeysInHand;
  format: FormatId;
  onFormat: (format: FormatId) => void;
  /** Where in the console a row of the list leads now. */
  placeOf: (row: RowName) => ConsolePlace;
  onUse: (grant: Grant) => void;
};

export function useRowActions({ entries, door, hand, format, onFormat, placeOf, onUse }: Means) {
  const say = useSay();
  const confirm = useConfirm();

  const accountOf = useStable((key: string) => {
    const unknown = { accountId: key.split("/")[1] ?? key, name: null, look: null };
    return entries.get(key)?.account ?? unknown;
  });
  useRefusedKeys(hand, confirm, accountOf);

  const titleOfRow = (row: RowName) => calledName(accountOf(row.key));

  async function openNow(row: RowName, place: ConsolePlace, confirmation: string | undefined) {
    say(`Opening ${placeTitle(place) ?? "the console"}: ${row.role}`);
    const outcome = await door.open(grantOf(row), { ...place, confirmation });
    if (outcome.ok) onUse(grantOf(row));
    else say(`${outcome.trouble.title}. ${outcome.trouble.remedy}`);
  }

  const openAt = useStable((row: RowName, place: ConsolePlace) => {
    const about = aboutConsole(accountOf(row.key), row.role);
    confirm.first(about, (confirmation) => void openNow(row, place, confirmation));
  });

  const open = useStable((row: RowName) => openAt(row, placeOf(row)));
  const openHome = useStable((row: RowName) => openAt(row, {}));

  const take = useStable((row: RowName, wanted: Wanted) => {
    if (wanted.kind === "format") onFormat(wanted.format);
    const target = { grant: grantOf(row), accountTitle: titleOfRow(row) };
    if (hand.has(target, wanted)) return hand.take(target, wanted);
    const about = aboutKeys(accountOf(row.key), row.role, wanted);
    confirm.first(about, (confirmation) => {
      onUse(target.grant);
      hand.take(target, wanted, confirmation);
    });
  });

  /** New keys in the text that was copied; where that held none, or was one value, in the usual one. */
  const renew = useStable(({ grant }: Target, before: Wanted) => {
    const same = before.kind === "format" && formats[before.format].holdsKeys;
    const { instance, accountId, role } = grant;
    const row = { section: "accounts" as const, key: entryKey(instance, accountId), role };
    take(row, same ? before : { kind: "format", format });
  });

  const copy = useStable((row: RowName) => take(row, { kind: "format", format }));

  const copyPlain = useStable(async (text: string, what: string) => {
    say((await copyText(text)) ? `${what} copied` : "Your browser did not let us copy");
  });

  return { titleOfRow, open, openHome, take, renew, copy, copyPlain, confirm };
}
