/** Finds the browser that the stories run in, or gets one. */

import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMac = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...onMac].find(isExecutable);
}

function tried(command, args) {
  try {
    execFileSync(command, args, {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    return true;
  } catch {
    return false;
  }
}

function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  console.log("No Chromium here: installing Debian's ...");
  if (!tried("apt-get", ["update", "-qq"])) return undefined;
  if (!tried("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"])) return undefined;
  return installed();
}

async function fromPlaywright() {
  console.log("No Chromium here: asking Playwright for one ...");
  if (!tried(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"])) return undefined;
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return isExecutable(file) ? file : undefined;
}

/** Path of an executable; throws one sentence that says what to do where there is none to be had. */
export async function findChromium() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`PLAYWRIGHT_CHROMIUM names ${named}, which is no executable file.`);
  }
  const found = installed() ?? fromDebian() ?? (await fromPlaywright());
  if (found) return found;
  throw new Error(
    "No Chromium was found or could be installed: install one and set PLAYWRIGHT_CHROMIUM to its path.",
  );
}
