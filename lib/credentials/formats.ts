/** Every way in which credentials become text, in the order in which people are offered them. To add one: write its file and name it here. */

import { bash } from "./bash";
import { cmd } from "./cmd";
import { configure } from "./configure";
import type { CredentialFormat, FormatGroup } from "./credential-format";
import { docker } from "./docker";
import { dotenv } from "./dotenv";
import { ecr } from "./ecr";
import { eks } from "./eks";
import { fish } from "./fish";
import { ini } from "./ini";
import { json } from "./json";
import { nushell } from "./nushell";
import { powershell } from "./powershell";
import { tcsh } from "./tcsh";
import { terraform } from "./terraform";

export const formats = {
  bash,
  fish,
  tcsh,
  powershell,
  cmd,
  nushell,
  ini,
  json,
  dotenv,
  docker,
  configure,
  terraform,
  eks,
  ecr,
} as const satisfies Record<string, CredentialFormat>;

export type FormatId = keyof typeof formats;

/** Whether a remembered or requested word is a format of ours. */
export function isFormatId(word: unknown): word is FormatId {
  return typeof word === "string" && Object.hasOwn(formats, word);
}

export const formatIds: readonly FormatId[] = Object.keys(formats).filter(isFormatId);

const titles: Record<FormatGroup, string> = { terminals: "Terminals", files: "Files", tools: "Tools" };

/** The formats as they are offered, group by group. */
export const formatGroups: readonly { title: string; ids: readonly FormatId[] }[] = (
  ["terminals", "files", "tools"] as const
).map((group) => ({ title: titles[group], ids: formatIds.filter((id) => formats[id].group === group) }));
