"use client";
/** Says that keys are about to end: in the page's title all the time, in words 15 and 5 minutes before, and by the browser if it may. */

import { useEffect, useRef } from "react";
import { countdown } from "@/app/_ui/remaining";
import { useSay } from "@/app/_ui/say";
import { useNow } from "@/app/_ui/use-now";
import { visibleText } from "@/app/_ui/visible-text";
import { dueWarnings, type EndingKeys, minutesLeft, renewId, type Stage, soonestEnd } from "./ending-keys";

type WarningsProps = { keys: readonly EndingKeys[]; notify: boolean };

export function EndWarnings({ keys, notify }: WarningsProps) {
  const now = useNow(0);
  const say = useSay();
  const said = useRef(new Map<number, Stage>());
  useTitle(now > 0 ? soonestEnd(keys, now) : null, now);

  useEffect(() => {
    if (now === 0) return;
    for (const one of dueWarnings(keys, said.current, now)) {
      const text = `Keys for ${visibleText(one.target.accountTitle)} end in ${minutesLeft(one.endsAt, now)}`;
      say(text);
      if (notify) tell(text, one);
    }
  }, [keys, notify, now, say]);

  return null;
}

/** What stands before the page's own title. */
const prefix = /^[\d:]+ · /;

function useTitle(endsAt: number | null, now: number): void {
  useEffect(() => {
    const own = document.title.replace(prefix, "");
    const wanted = endsAt === null ? own : `${countdown(endsAt - now)} · ${own}`;
    if (document.title !== wanted) document.title = wanted;
  }, [endsAt, now]);

  useEffect(
    () => () => {
      document.title = document.title.replace(prefix, "");
    },
    [],
  );
}

function tell(text: string, { id, target }: EndingKeys): void {
  try {
    const notice = new Notification(text, { body: target.grant.role, tag: `sallyport-${id}` });
    notice.onclick = () => {
      window.focus();
      document.getElementById(renewId(id))?.focus();
      notice.close();
    };
  } catch {
    // Some browsers of telephones know only notices of another kind. The page has said it.
  }
}
