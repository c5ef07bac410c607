/** A person's own history in words to them. Pure. */

import { outcomeWords, whatWords, wordsOf } from "@/app/(portal)/audit/_audit/audit-words";
import type { OwnEvent } from "@/lib/portal/own-history";

function quoted(value: string | boolean | undefined): string {
  return typeof value === "string" && value !== "" ? ` “${value}”` : "";
}

const byOthers: Readonly<Record<string, (event: OwnEvent) => string>> = {
  "access-token.revoked": ({ detail }) => `An administrator revoked your access token${quoted(detail.name)}`,
  "profile-set.deleted": ({ detail }) => `An administrator deleted your profile set${quoted(detail.title)}`,
  "person.blocked": () => "An administrator blocked you",
  "person.unblocked": () => "An administrator let you in again",
};

/** A newer version of the portal may know more that others can do. */
function byOther(event: OwnEvent): string {
  const words = byOthers[event.kind];
  return words ? words(event) : `Somebody else: ${wordsOf(event.kind).label.toLowerCase()}`;
}

/** `Keys, bash / zsh`; `Access token “ci”`; `An administrator revoked your access token “ci”`. */
export function ownWords(event: OwnEvent): string {
  if (event.byOther) return byOther(event);
  const what = `${whatWords(event)}${quoted(event.detail.name ?? event.detail.title ?? event.detail.machine)}`;
  return what.charAt(0).toUpperCase() + what.slice(1);
}

/** `issued · 1 h`; nothing where the words before say it. */
export function cameWords(event: OwnEvent): string {
  return event.byOther ? "" : outcomeWords(event);
}
