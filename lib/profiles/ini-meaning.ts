/** What a section's header means to each of the two parsers that all AWS tools have in common. */

import { shellWords } from "./shell-words";

export type Meaning = { kind: "profile" | "sso-session" | "services"; name: string };

/** As botocore takes it. Null: nothing that AWS's tools look at. */
export function botocoreMeaning(header: string): Meaning | null {
  if (header === "default") return { kind: "profile", name: "default" };
  const kind = (["profile", "sso-session", "services"] as const).find((one) => header.startsWith(one));
  const words = kind ? shellWords(header) : null;
  const [, name] = words ?? [];
  return kind && words?.length === 2 && name !== undefined ? { kind, name } : null;
}

const prefixed = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/;

/** As the SDK for JavaScript takes the line. `refused`: it then reads nothing of the whole file. */
export function javascriptMeaning(line: string): Meaning | null | "refused" {
  const left = javascriptLine(line);
  if (!left.startsWith("[") || !left.endsWith("]")) return null;
  const header = left.slice(1, -1);
  if (header === "__proto__" || header === "profile __proto__") return "refused";
  if (header === "default") return { kind: "profile", name: "default" };
  const [, kind, , name] = prefixed.exec(header) ?? [];
  // Without a space it takes what stands before a dot, so that [profile.x] is a profile too.
  const dot = header.indexOf(".");
  const [taken, called] =
    name === undefined ? [header.slice(0, Math.max(0, dot)), header.slice(dot + 1)] : [kind, name];
  return taken === "profile" || taken === "sso-session" || taken === "services"
    ? { kind: taken, name: called }
    : null;
}

/** What is left of a line before a comment, whole lines of comment too. */
export function javascriptLine(line: string): string {
  return (line.split(/(^|\s)[;#]/)[0] ?? "").trim();
}
