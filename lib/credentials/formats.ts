/** Every way in which credentials become text, in the order in which people are offered them. To add one: write its file and name it here. */

import { bash } from "./bash";
import { cmd } from "./cmd";
import type { CredentialFormat } from "./credential-format";
import { dotenv } from "./dotenv";
import { fish } from "./fish";
import { ini } from "./ini";
import { json } from "./json";
import { powershell } from "./powershell";

export const formats = { bash, fish, powershell, cmd, dotenv, ini, json } as const satisfies Record<
  string,
  CredentialFormat
>;

export type FormatId = keyof typeof formats;

/** Whether a remembered or requested word is a format of ours. */
export function isFormatId(word: unknown): word is FormatId {
  return typeof word === "string" && Object.hasOwn(formats, word);
}
