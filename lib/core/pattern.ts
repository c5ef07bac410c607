/**
 * Patterns that people write: globs and regular expressions. They run on RE2, whose time grows with the text and never with
 * the ways to read it: no expression that somebody saves can hold up the portal. Alone speaks to re2js.
 */

import { RE2JS, RE2JSSyntaxException } from "re2js";

/**
 * `glob`: the whole text, with * and ?. `regex`: RE2 syntax, found anywhere. Neither minds upper and lower case.
 * Texts longer than 1,024 characters are cut there.
 */
export type PatternText = { kind: "glob" | "regex"; pattern: string };

export type Pattern = {
  test(text: string): boolean;
  /** What each group, or each star of a glob, stands for, from 1; at 0 the whole. Null where nothing is found. Slower by far than `test`. */
  groups(text: string): readonly string[] | null;
};

/** More than any pattern needs that counts no repetitions; each step of a match costs as many instructions at most. */
const mostInstructions = 500;
const mostRepetitions = 100;
/** Characters that a pattern is held against: longer than any path of an organisation's units. */
const mostText = 1024;

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

/** Compiles once, to be held against many texts. The message is for whoever wrote the pattern. Never throws. */
export function compilePattern({
  kind,
  pattern,
}: PatternText): { ok: true; pattern: Pattern } | { ok: false; message: string } {
  if (kind === "regex" && countsTooFar(pattern)) {
    return { ok: false, message: `A repetition counts to more than ${mostRepetitions}.` };
  }
  try {
    const source = kind === "glob" ? globSource(pattern) : pattern;
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    if (expression.programSize() <= mostInstructions) return { ok: true, pattern: asPattern(expression) };
    return { ok: false, message: "This pattern is too large. Use a shorter one, or two rules." };
  } catch (failure) {
    return { ok: false, message: wordsFor(failure) };
  }
}

function asPattern(expression: RE2JS): Pattern {
  return {
    test: (text) => expression.test(text.slice(0, mostText)),
    groups(text) {
      const match = expression.matcher(text.slice(0, mostText));
      if (!match.find()) return null;
      return Array.from({ length: match.groupCount() + 1 }, (_, number) => match.group(number) ?? "");
    },
  };
}
