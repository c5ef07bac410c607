/** Keys that stand where they should not. No finding shows more of a key than its last four characters. */

import type { IniKey } from "./ini-file";
import { fullValue } from "./ini-value";
import {
  type Fix,
  type LintedFile,
  type LintedSection,
  lineStart,
  mostTold,
  nextLine,
  valueAt,
  withoutKeys,
} from "./lint-file";

const secretKeys = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token"];

export function secretsOf({ keys }: LintedSection): readonly IniKey[] {
  return secretKeys.flatMap((name) => keys.get(name) ?? []);
}

/** `now` in milliseconds since 1970; null: nobody knows what has ended. */
export function lintSecrets(file: LintedFile, now: number | null): void {
  const found = file.text.matchAll(/(?<![A-Za-z0-9])AKIA[A-Z0-9]{12,124}(?![A-Za-z0-9])/g);
  for (const match of [...found].slice(0, mostTold)) {
    const from = match.index;
    const to = from + match[0].length;
    const message = `A long-lived access key, ending in ${match[0].slice(-4)}, stands in this file. Use a profile that signs in instead; then deactivate the key in IAM, see that nothing breaks, and delete it there and here.`;
    file.say("long-term-key", { from, to }, message, removal(file, from, to));
  }
  if (now === null) return;
  for (const one of file.sections) {
    const expiry = expiryOf(one);
    if (expiry === null || expiry > now || secretsOf(one).length === 0) continue;
    const [first] = secretsOf(one);
    const fix = { title: "Remove these keys", edits: withoutKeys(file, secretsOf(one)) };
    file.say("expired-keys", first ?? one.section, `The keys of ${one.section.header} have ended.`, fix);
  }
}

/** With its secret, where it is a profile's; else its line, which may be a comment. */
function removal(file: LintedFile, from: number, to: number): Fix {
  const owner = file.sections.find(({ keys }) => {
    const id = keys.get("aws_access_key_id");
    return id !== undefined && id.from <= from && to <= id.to;
  });
  const line = { from: lineStart(file.text, from), to: nextLine(file.text, to), insert: "" };
  return {
    title: "Remove the key from this file",
    edits: owner ? withoutKeys(file, secretsOf(owner)) : [line],
  };
}

function expiryOf(one: LintedSection): number | null {
  const names = [
    "x_security_token_expires",
    "aws_expiration",
    "aws_credential_expiration",
    "expiration",
    "expires",
  ];
  const said = names.flatMap((name) => valueAt(one, name) ?? []);
  const time = Date.parse(said[0]?.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, "$1T") ?? "");
  return Number.isNaN(time) ? null : time;
}

/** Whether profiles' keys are written into the file itself. */
export function hasStaticKeys(one: LintedSection): boolean {
  const id = one.keys.get("aws_access_key_id");
  return id !== undefined && fullValue(id) !== "";
}
