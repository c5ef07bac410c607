/** The pages of the portal API's lists, at most 100 long. */

import { cutPage } from "@/sandbox/aws/cut-page";
import type { Emulator } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { ssoError } from "./service";

export type ListPage<Item> = { items: Item[]; end: { nextToken?: string | null } };

const longestPage = 100;

/** `belongsTo`: a token works only for the list it was given for. */
export function listPage<Item>(
  all: readonly Item[],
  belongsTo: string,
  asked: Asked,
  emulator: Emulator,
): ListPage<Item> | { refused: Answer } {
  const length = pageLength(asked.query.get("max_result"));
  if (length === undefined) {
    return { refused: ssoError("InvalidRequestException", "max_result must be between 1 and 100.") };
  }
  const token = asked.query.get("next_token") ?? undefined;
  const page = cutPage(all, { belongsTo, token, length }, emulator);
  if (!page) return { refused: ssoError("InvalidRequestException", "Invalid next_token.") };
  const { items, ...end } = page;
  return { items, end };
}

function pageLength(asked: string | null): number | undefined {
  if (asked === null) return longestPage;
  if (!/^\d{1,3}$/.test(asked)) return undefined;
  const length = Number(asked);
  return length >= 1 && length <= longestPage ? length : undefined;
}
