/** How far the reading is and how old the list, in words. Pure. */

import { ago, remaining } from "@/app/_ui/remaining";
import type { Progress } from "./reading-progress";

/** Before so many answers the pace is a guess and not worth saying. */
const paceNeeds = 8;

function count(number: number, word: string): string {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

/** What is being done: `Reading roles from AWS: `. */
export function whatWords({ kind }: Progress): string {
  if (kind === "accounts") return "Reading accounts from AWS";
  return kind === "first" ? "Reading roles from AWS: " : "Checking roles with AWS: ";
}

/** How far it is: `120 of 665 accounts`. */
export function farWords(progress: Progress): string {
  if (progress.kind === "accounts") return "";
  return `${progress.done.toLocaleString("en")} of ${count(progress.total, "account")}`;
}

/** How long it takes at the pace so far: `, about 28 s left`. `passedMs`: since this reading began. */
export function leftWords(progress: Progress, passedMs: number): string {
  if (progress.kind === "accounts" || progress.answered < paceNeeds) return "";
  const leftMs = (passedMs / progress.answered) * (progress.total - progress.done);
  if (leftMs < 2000) return "";
  return `, about ${leftMs < 60_000 ? `${Math.ceil(leftMs / 1000)} s` : remaining(leftMs)} left`;
}

/** The same in steps that are worth reading aloud: `Reading roles from AWS: 50 percent`. */
export function quarterWords(progress: Progress): string {
  if (progress.kind === "accounts") return whatWords(progress);
  const quarters = Math.floor((progress.done / progress.total) * 4);
  return `${whatWords(progress)}${quarters * 25} percent`;
}

/** `3 of 214 roles in 38 accounts`, or `214 roles in 38 accounts` where all are shown. */
export function countWords(shown: number, roles: number, accounts: number): string {
  const all = `${count(roles, "role")} in ${count(accounts, "account")}`;
  return shown === roles ? all : `${shown.toLocaleString("en")} of ${all}`;
}

const dayMs = 86_400_000;

/** Whether a list is so old that much may have changed. */
export function isStale(passedMs: number): boolean {
  return passedMs > dayMs;
}

/** `checked 2 min ago`, `last checked 3 days ago`. */
export function ageWords(passedMs: number): string {
  if (!isStale(passedMs)) return `checked ${ago(passedMs)}`;
  const days = Math.floor(passedMs / dayMs);
  return `last checked ${count(days, "day")} ago`;
}

/** Everything was asked for lately: `Checking what you see. Everything again in 40 s`. */
export function tooSoonWords(waitMs: number): string {
  const wait = waitMs < 60_000 ? `${Math.ceil(waitMs / 1000)} s` : `${Math.ceil(waitMs / 60_000)} min`;
  return `Checking what you see. Everything again in ${wait}`;
}

/** `Trying again in 5 s`; null in `leftMs`: it is being tried. */
export function retryWords(leftMs: number | null): string {
  if (leftMs === null || leftMs < 500) return "Trying again";
  return `Trying again in ${leftMs < 60_000 ? `${Math.ceil(leftMs / 1000)} s` : remaining(leftMs)}`;
}
