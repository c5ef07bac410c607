"use client";
/** What can be done with a row: open it, take its keys, copy what is no secret. */

import { useSay } from "@/app/_ui/say";
import { useStable } from "@/app/_ui/use-stable";
import type { FormatId } from "@/lib/credentials/formats";
import type { AccessState } from "./access-state";
import { copyText } from "./copy-text";
import { grantOf, type RowName } from "./list-cursor";
import { titleOf } from "./search-access";
import type { ConsoleDoor } from "./use-console";
import type { KeysInHand } from "./use-keys";
import type { Wanted } from "./wanted-text";

type Means = {
  entries: AccessState["entries"];
  door: ConsoleDoor;
  hand: KeysInHand;
  format: FormatId;
  onFormat: (format: FormatId) => void;
};

export function useRowActions({ entries, door, hand, format, onFormat }: Means) {
  const say = useSay();

  const titleOfRow = (row: RowName) => {
    const entry = entries.get(row.key);
    return entry ? titleOf(entry) : row.key;
  };

  const open = useStable(async (row: RowName) => {
    say(`Opening the console: ${row.role}`);
    const outcome = await door.open(grantOf(row));
    if (!outcome.ok) say(`${outcome.trouble.title}. ${outcome.trouble.remedy}`);
  });

  const take = useStable((row: RowName, wanted: Wanted) => {
    if (wanted.kind === "format") onFormat(wanted.format);
    hand.take({ grant: grantOf(row), accountTitle: titleOfRow(row) }, wanted);
  });

  const copy = useStable((row: RowName) => take(row, { kind: "format", format }));

  const copyPlain = useStable(async (text: string, what: string) => {
    say((await copyText(text)) ? `${what} copied` : "Your browser did not let us copy");
  });

  return { titleOfRow, open, take, copy, copyPlain };
}
