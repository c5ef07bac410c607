/** Makes characters visible that have no shape of their own. Names come from other people's systems and may try to deceive. */

export type TextPart = { text: string; hidden: boolean };

/** Controls, separators, marks of direction, joiners, fillers, tags: whatever moves or hides other characters. */
const shapeless = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Joiners and variants belong to some scripts and to composed pictures; between Latin letters they only hide. */
const joiner = /\u200c|\u200d|\ufe0e|\ufe0f/;
const mayJoin =
  /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\p{Mark}|\p{Script=Arabic}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala})$/u;

function isHidden(character: string, before: string): boolean {
  if (joiner.test(character)) return !mayJoin.test(before);
  return shapeless.test(character);
}

function codeName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The text in pieces; a hidden one is the character's code, such as `U+202E`. */
export function visibleParts(text: string): TextPart[] {
  // Nearly every name is honest, and a list shows hundreds of them between two keystrokes.
  if (!shapeless.test(text)) return [{ text, hidden: false }];
  const parts: TextPart[] = [];
  let before = "";
  for (const character of text) {
    const last = parts.at(-1);
    if (isHidden(character, before)) parts.push({ text: codeName(character), hidden: true });
    else if (last && !last.hidden) last.text += character;
    else parts.push({ text: character, hidden: false });
    before = character;
  }
  return parts;
}

/** The same as one line, for a title, a label or a reader aloud: `prod‹U+000A›[default]`. */
export function visibleText(text: string): string {
  if (!shapeless.test(text)) return text;
  return visibleParts(text)
    .map((part) => (part.hidden ? `‹${part.text}›` : part.text))
    .join("");
}
