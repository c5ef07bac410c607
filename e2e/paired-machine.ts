/** A machine of one's own: a home, a shell, and the command that stands on the page, run as people run it. */

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./portal-process";
import { learnAccessTokens } from "./secrets";

export type Run = {
  /** The code that it shows, as soon as it does. */
  code: Promise<string>;
  /** Exit code, and all that it printed. */
  end: Promise<{ status: number | null; out: string; said: string }>;
  /** Every command line that this computer ran meanwhile. */
  commandLines: ReadonlySet<string>;
  stop(): void;
};

/** What `ps` would show, to everybody. */
function lookAtProcesses(seen: Set<string>): void {
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      seen.add(readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " "));
    } catch {
      // It has ended meanwhile.
    }
  }
}

export function newMachine(portalUrl: string) {
  const home = scratchFolder();
  const folder = join(home.path, ".config/sallyport");

  function run(shell: string, ...args: string[]): Run {
    const commandLines = new Set<string>();
    const child = spawn("sh", ["-c", `curl -fsS "$0/pair" | ${shell} -s -- "$@"`, portalUrl, ...args], {
      env: { PATH: process.env.PATH ?? "", HOME: home.path } as unknown as NodeJS.ProcessEnv,
      cwd: home.path,
      // Without a terminal, as under a test nobody has one.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const looking = setInterval(() => lookAtProcesses(commandLines), 20);
    let [out, said] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    const code = new Promise<string>((found, failed) => {
      child.stderr.on("data", (chunk) => {
        said += chunk;
        const shown = /Enter\s+([A-Z]{4}-[A-Z]{4})\n/.exec(said)?.[1];
        if (shown) found(shown);
      });
      child.once("close", () => failed(new Error(`It showed no code:\n${said}`)));
    });
    code.catch(() => undefined);
    const end = new Promise<Awaited<Run["end"]>>((done) => {
      child.once("close", (status) => {
        clearInterval(looking);
        for (const name of existsSync(folder) ? readdirSync(folder) : [])
          learnAccessTokens(readFileSync(join(folder, name), "utf8"));
        done({ status, out, said });
      });
    });
    return { code, end, commandLines, stop: () => void (child.pid && process.kill(-child.pid, "SIGINT")) };
  }

  return {
    home: home.path,
    folder,
    run,
    read: (name: string) => readFileSync(join(folder, name), "utf8"),
    mode: (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8),
    remove: home.remove,
  };
}
