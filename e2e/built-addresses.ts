/** Every address of the built portal, from Next's own manifest: a door that is made tomorrow is in it by itself. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const builtServer = join(process.cwd(), ".next/standalone/.next/server");

const manifest = JSON.parse(readFileSync(join(builtServer, "app-paths-manifest.json"), "utf8")) as Record<
  string,
  string
>;

/** Next's own pages for what is not there: they show nothing and ask nothing. */
const nextsOwn = ["/_not-found/page", "/_global-error/page"];

/** As Next names them. */
export const builtDoors = Object.keys(manifest).filter(
  (name) => !nextsOwn.includes(name) && !name.endsWith("/icon.svg/route"),
);

/** As people would type it, with something in each changeable part. */
export function addressOf(door: string): string {
  const path = door
    .replace(/\/(page|route)$/, "")
    .replace(/\/\([^)]+\)/g, "")
    .replace(/\[\.\.\.[^\]]+\]/g, "x/y")
    .replace(/\[[^\]]+\]/g, "x");
  return path || "/";
}
