"use client";
/** What can be done with a row: open it, take its keys, copy what is no secret. */

import { useSay } from "@/app/_ui/say";
import { useStable } from "@/app/_ui/use-stable";
import type { FormatId } from "@/lib/credentials/formats";
import type { AccessState } from "./access-state";
import { copyText } from "./copy-text";
import { grantOf, type RowName } from "./list-cursor";
import { titleOf } from "./search-access";
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
};

export function useRowActions({ entries, door, hand, format, onFormat }: Means) {
  const say = useSay();
  const confirm = useConfirm();

  const accountOf = useStable((key: string) => {
    const unknown = { accountId: key.split("/")[1] ?? key, name: null, look: null };
    return entries.get(key)?.account ?? unknown;
  });
  useRefusedKeys(hand, confirm, accountOf);

  const titleOfRow = (row: RowName) => {
    const entry = entries.get(row.key);
    return entry ? titleOf(entry) : row.key;
  };

  const open = useStable((row: RowName) => {
    confirm.first(aboutConsole(accountOf(row.key), row.role), async (confirmation) => {
      say(`Opening the console: ${row.role}`);
      const outcome = await door.open(grantOf(row), { confirmation });
      if (!outcome.ok) say(`${outcome.trouble.title}. ${outcome.trouble.remedy}`);
    });
  });

  const take = useStable((row: RowName, wanted: Wanted) => {
    if (wanted.kind === "format") onFormat(wanted.format);
    const target = { grant: grantOf(row), accountTitle: titleOfRow(row) };
    if (hand.has(target, wanted)) return hand.take(target, wanted);
    const about = aboutKeys(accountOf(row.key), row.role, wanted);
    confirm.first(about, (confirmation) => hand.take(target, wanted, confirmation));
  });

  const copy = useStable((row: RowName) => take(row, { kind: "format", format }));

  const copyPlain = useStable(async (text: string, what: string) => {
    say((await copyText(text)) ? `${what} copied` : "Your browser did not let us copy");
  });

  return { titleOfRow, open, take, copy, copyPlain, confirm };
}
