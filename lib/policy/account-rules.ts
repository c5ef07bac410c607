/**
 * What administrators' rules make of an account. Expressions run on RE2, whose time grows with the text and never with the
 * ways to read it: no expression that somebody saves can hold up the list.
 */

import { RE2JS, RE2JSSyntaxException } from "re2js";
import type { AccountLook } from "@/lib/core/account-look";
import type { AccountRule } from "@/lib/core/account-rules";

/** An account as rules see it. `path` is null where the portal may not read the organisation. */
export type RuledAccount = { accountId: string; name: string | null; path: string | null };

/** `rule` is its place in the list, from 0. The message is for whoever writes rules. */
export type RuleFault = { rule: number; message: string };

/** Which rule decided, and the look that it gives. */
export type RuleDecision = { rule: number; look: AccountLook };

export type CompiledRules = {
  /** The first rule that matches decides the whole look; null where none does. */
  decide(account: RuledAccount): RuleDecision | null;
  /** Rules that cannot be read, or cost too much. They match nothing. */
  faults: readonly RuleFault[];
};

/** More than any pattern needs that counts no repetitions; each step of a match costs as many instructions at most. */
const mostInstructions = 500;
const mostRepetitions = 100;
/** Characters that a pattern is held against: longer than any path of an organisation's units. */
const mostText = 1024;
const mostShown = 120;

/** What RE2 says, in words for people. In this order. */
const syntaxWords: readonly (readonly [said: RegExp, words: string])[] = [
  [
    /`\(\?<?[=!]/,
    "Looking ahead or behind, as (?=...) does, is not possible: it could take for ever on a long name.",
  ],
  [
    /invalid escape sequence: `\\[1-9k]/,
    "Back-references such as \\1 are not possible: they could take for ever on a long name.",
  ],
  [/missing closing \)/, "A ( is never closed."],
  [/unexpected \)/, "There is a ) without its (."],
  [/missing closing \]/, "A [ is never closed."],
  [/invalid character class range/, "A range in [ ] runs backwards or has an end that is no character."],
  [/invalid repeat count/, "A repetition such as {2,5} counts too far or backwards."],
  [/invalid nested repetition/, "Two repetitions follow each other, as in ** or a++."],
  [/missing argument to repetition/, "A *, + or ? has nothing before it to repeat."],
  [/trailing backslash/, "A \\ stands at the end with nothing after it."],
  [/invalid escape/, "A \\ stands before a character that means nothing after it."],
  [/named capture|capture group/, "The name of a group cannot be read, or is given twice."],
];

function wordsFor(failure: unknown): string {
  const said = failure instanceof RE2JSSyntaxException ? failure.message : "";
  return (
    syntaxWords.find(([shape]) => shape.test(said))?.[1] ?? "This is no regular expression in RE2's syntax."
  );
}

/** The whole text, where a star is anything and a question mark one character. Each star is a group. */
function globSource(pattern: string): string {
  const pieces = Array.from(pattern, (character) =>
    character === "*" ? "(.*)" : character === "?" ? "." : RE2JS.quote(character),
  );
  return `(?s)\\A${pieces.join("")}\\z`;
}

function countsTooFar(source: string): boolean {
  return Array.from(source.matchAll(/\{(\d*),?(\d*)\}/g)).some(
    ([, from, to]) => Math.max(Number(from), Number(to)) > mostRepetitions,
  );
}

type Expression = { ok: true; expression: RE2JS } | { ok: false; message: string };

function compiled({ kind, pattern }: AccountRule): Expression {
  if (kind === "regex" && countsTooFar(pattern)) {
    return { ok: false, message: `A repetition counts to more than ${mostRepetitions}.` };
  }
  try {
    const source = kind === "glob" ? globSource(pattern) : pattern;
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    if (expression.programSize() <= mostInstructions) return { ok: true, expression };
    return { ok: false, message: "This pattern is too large. Use a shorter one, or two rules." };
  } catch (failure) {
    return { ok: false, message: wordsFor(failure) };
  }
}

function textOf({ field }: AccountRule, { accountId, name, path }: RuledAccount): string | null {
  const text = field === "id" ? accountId : field === "name" ? name : path;
  return text?.trim() ? text.slice(0, mostText) : null;
}

/** Characters that move or hide others have no place in a name that is there to be recognised. */
function shown(text: string | null): string | null {
  const plain =
    text?.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, "").trim() ?? "";
  return plain === "" ? null : Array.from(plain).slice(0, mostShown).join("").trim();
}

/** `$1` to `$9` become what the groups stand for; a group that is not there, or took no part, becomes nothing. */
function displayNameOf({ displayName }: AccountRule, expression: RE2JS, text: string): string | null {
  if (!displayName?.includes("$")) return shown(displayName);
  // Slower than a test by far: only for the one rule that decided, and only where groups are wanted.
  const match = expression.matcher(text);
  const found = match.find() ? match : null;
  const group = (number: number) =>
    found && number <= found.groupCount() ? (found.group(number) ?? "") : "";
  return shown(displayName.replace(/\$([1-9])/g, (_, digit: string) => group(Number(digit))));
}

/** Compiles once; `decide` may then be asked for every account. Never throws. */
export function compileAccountRules(rules: readonly AccountRule[]): CompiledRules {
  const faults: RuleFault[] = [];
  const usable = rules.flatMap((rule, place) => {
    const made = compiled(rule);
    if (made.ok) return [{ rule, place, expression: made.expression }];
    faults.push({ rule: place, message: made.message });
    return [];
  });

  function decide(account: RuledAccount): RuleDecision | null {
    for (const { rule, place, expression } of usable) {
      const text = textOf(rule, account);
      if (text === null || !expression.test(text)) continue;
      const { environment, colour, label, confirm } = rule;
      const displayName = displayNameOf(rule, expression, text);
      return { rule: place, look: { environment, colour, label: shown(label), displayName, confirm } };
    }
    return null;
  }
  return { decide, faults };
}
