/**
 * Templates for profiles' names: text with `{variable}` in it, and behind a variable what is done to it, from left to right:
 * `{account_name | trim("acme-") | lower}.{role}`.
 */

import type { ProfileGrant } from "./profile-grant";
import { shortRegion } from "./short-region";

type Named = { grant: ProfileGrant; region: string | null };
type Step = (named: Named) => string;

const variables: Readonly<Record<string, Step>> = {
  account_name: ({ grant }) => (grant.accountName?.trim() ? grant.accountName : grant.accountId),
  account_id: ({ grant }) => grant.accountId,
  display_name: ({ grant }) => grant.displayName ?? (grant.accountName?.trim() || grant.accountId),
  label: ({ grant }) => grant.label ?? "",
  environment: ({ grant }) => grant.environment ?? "",
  role: ({ grant }) => grant.role,
  region: ({ region }) => region ?? "",
  short_region: ({ region }) => (region === null ? "" : shortRegion(region)),
  instance: ({ grant }) => grant.instance,
};

type Filter = { takes: readonly number[]; apply(text: string, args: readonly string[]): string };

const filters: Readonly<Record<string, Filter>> = {
  lower: { takes: [0], apply: (text) => text.toLowerCase() },
  upper: { takes: [0], apply: (text) => text.toUpperCase() },
  title: {
    takes: [0],
    apply: (text) => text.toLowerCase().replace(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase()),
  },
  /** Without spaces at both ends; with a text, without that text at both ends, once each. */
  trim: { takes: [0, 1], apply: (text, [what]) => (what ? withoutEnds(text, what) : text.trim()) },
  /** Every place where the first stands, with the second. */
  replace: { takes: [2], apply: (text, [what = "", by = ""]) => (what ? text.replaceAll(what, by) : text) },
  nospace: { takes: [0], apply: (text) => text.replace(/\s+/g, "") },
  /** What is not a letter, a figure or one of `._-` becomes one dash. */
  safe: { takes: [0], apply: (text) => text.replace(/[^A-Za-z0-9._-]+/g, "-") },
};

function withoutEnds(text: string, what: string): string {
  const begun = text.startsWith(what) ? text.slice(what.length) : text;
  return begun.endsWith(what) ? begun.slice(0, begun.length - what.length) : begun;
}

export type NameTemplate = {
  /** The name as the template says it; not yet one that every tool reads. */
  name(named: Named): string;
  /** Whether it says the region: then other regions need no ending. */
  saysRegion: boolean;
};

/** The message is for whoever wrote the template. */
export function compileTemplate(
  text: string,
): { ok: true; template: NameTemplate } | { ok: false; message: string } {
  const pieces = text.split(/(\{[^{}]*\})/);
  const stray = pieces.find((piece, at) => at % 2 === 0 && /[{}]/.test(piece));
  if (stray !== undefined) return { ok: false, message: "A { is never closed, or a } has no { before it." };

  const steps: Step[] = [];
  for (const [at, piece] of pieces.entries()) {
    const step = at % 2 === 0 ? () => piece : stepOf(piece.slice(1, -1));
    if (typeof step === "string") return { ok: false, message: step };
    steps.push(step);
  }
  const saysRegion = /\{\s*(short_)?region\b/.test(text);
  return { ok: true, template: { saysRegion, name: (named) => steps.map((step) => step(named)).join("") } };
}

const quoted = `"[^"]*"|'[^']*'`;
const filterShape = new RegExp(
  String.raw`\s*\|\s*([a-z_]+)\s*(?:\(\s*((?:${quoted})(?:\s*,\s*(?:${quoted}))*)?\s*\))?\s*`,
  "y",
);

/** What stands in one pair of braces, or what is wrong with it. */
function stepOf(inside: string): Step | string {
  const [begun = "", word = ""] = /^\s*([\w-]*)\s*/.exec(inside) ?? [];
  const variable = Object.hasOwn(variables, word) ? variables[word] : undefined;
  if (!variable) return `{${word}} is no variable. There are ${Object.keys(variables).join(", ")}.`;

  const applied: ((text: string) => string)[] = [];
  const shape = new RegExp(filterShape);
  shape.lastIndex = begun.length;
  while (shape.lastIndex < inside.length) {
    const found = shape.exec(inside);
    if (!found) return `In {${inside}} something after ${word} cannot be read.`;
    const [, name = "", list = ""] = found;
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!filter)
      return `${name} is nothing that can be done to ${word}. There are ${Object.keys(filters).join(", ")}.`;
    const args = (list.match(new RegExp(quoted, "g")) ?? []).map((one) => one.slice(1, -1));
    if (!filter.takes.includes(args.length))
      return `${name} takes ${filter.takes.join(" or ")} texts in quotes.`;
    applied.push((value) => filter.apply(value, args));
  }
  return (named) => applied.reduce((value, apply) => apply(value), variable(named));
}
