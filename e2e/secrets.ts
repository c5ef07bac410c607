/**
 * Which secrets there are, and whether one lies where it does not belong. The sandbox's all bear its mark; the portal's own are
 * told here as soon as a story has one. What was looked at and what was found stands in `test-results/secrets`, in a file
 * for each process, until `npm test` begins anew; `secrets.check.ts` reads it.
 */

import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { secretMark } from "@/sandbox/mark";
import { searchBytes } from "./search-bytes";
import { type Needle, needlesOf, shortestNeedle, shortestSecret } from "./secret-needles";

export const places = [
  "log",
  "database",
  "folder",
  "answer",
  "url",
  "browser",
  "console",
  "export",
  "build",
] as const;
export type Place = (typeof places)[number];

/** `context`: what stands around it, with the secret itself and everything else that might be one left out. */
export type Finding = { secret: string; encoding: string; at: string; context: string };

/** One look. `missed`: why there was nothing to look at. */
export type Look = { place: Place; where: string; bytes: number; findings: Finding[]; missed?: string };

const folder = "test-results/secrets";
const most = 20;

const known = new Map<string, string>();
const search = searchBytes<Needle & { secret: string }>(shortestNeedle);

function know(secret: string, text: string): boolean {
  if (text.length < shortestSecret || known.has(text)) return false;
  known.set(text, secret);
  for (const needle of needlesOf(text)) search.add({ ...needle, secret });
  return true;
}

know("what bears the sandbox's mark", secretMark);

function write(name: string, line: unknown): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${name}-${process.pid}.jsonl`), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** From now on `text` is looked for, too. `secret` says what it is. */
export function learnSecret(secret: string, text: string): void {
  if (know(secret, text)) write("learned", { secret, text });
}

/** Settings that keep something secret, by their names. */
export function learnSettings(settings: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value && /(SECRET|TOKEN|SECRET_ACCESS_KEY|SECRET_PREVIOUS)$/.test(name)) learnSecret(name, value);
  }
}

/** Access tokens that stand in a text that may hold them: what handed them out, or a machine's own file. */
export function learnAccessTokens(text: string): void {
  for (const [token] of text.matchAll(/spt_[0-9A-Za-z]{49}/g)) learnSecret("an access token", token);
}

/** Sixteen such characters may be part of a secret, with bytes between them where they were compressed or widened. */
const mayBeSecret = /(?:[A-Za-z0-9+/=_%.-][^\x20-\x7e]{0,3}){16,}/g;
const restOfSecret = /^(?:[A-Za-z0-9+/=_%.-][^\x20-\x7e]{0,3})+/;

function readable(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(mayBeSecret, "…")
    .replace(/[^\x20-\x7e…]/g, "·");
}

function contextOf(bytes: Buffer, at: number, length: number): string {
  const after = bytes.subarray(at + length, at + length + 80).toString("latin1");
  const rest = Buffer.from(after.replace(restOfSecret, ""), "latin1");
  return `${readable(bytes.subarray(Math.max(0, at - 80), at))}[secret]${readable(rest)}`;
}

/** The first few that are found. `name` says what the bytes are. */
export function findSecrets(bytes: Buffer, name = ""): Finding[] {
  return search.find(bytes, most).map(({ needle, at }) => ({
    secret: needle.secret,
    encoding: needle.encoding,
    at: `${name} byte ${at}`.trim(),
    context: contextOf(bytes, at, needle.bytes.length),
  }));
}

export type Thing = [name: string, bytes: Buffer];

/** One look at many things that lie together. */
export function searchAll(place: Place, where: string, things: Iterable<Thing>): Look {
  const findings: Finding[] = [];
  let size = 0;
  for (const [name, bytes] of things) {
    size += bytes.length;
    if (findings.length < most) findings.push(...findSecrets(bytes, name));
  }
  return { place, where, bytes: size, findings };
}

/** The same, on record. */
export function lookAtAll(place: Place, where: string, things: Iterable<Thing>): void {
  write("looks", searchAll(place, where, things));
}

export function lookAt(place: Place, where: string, what: Buffer | string): void {
  lookAtAll(place, where, [["", typeof what === "string" ? Buffer.from(what) : what]]);
}

/** That there was something to look at, and why nobody could. */
export function couldNotLook(place: Place, where: string, why: unknown): void {
  const missed = (why instanceof Error ? why.message : String(why)).slice(0, 500);
  write("looks", { place, where, bytes: 0, findings: [], missed } satisfies Look);
}

function linesOf(name: string): unknown[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((file) => file.startsWith(`${name}-`))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** All looks of all processes. */
export function looks(): Look[] {
  return linesOf("looks") as Look[];
}

/** What other processes learned is looked for in this one, too. */
export function learnFromStories(): void {
  for (const { secret, text } of linesOf("learned") as { secret: string; text: string }[]) know(secret, text);
}
