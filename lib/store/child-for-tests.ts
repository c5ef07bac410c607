/** Another process on the same store: bundled once for each test file, started with settings of its own, killed at will. */

import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export type Child = {
  process: ChildProcess;
  /** Every line it has printed. */
  lines: string[];
  /** Waits until so many lines began so, and answers the last of them. */
  said(beginning: string, times?: number): Promise<string>;
  /** Ends its input, on which it ends in order. */
  end(): Promise<void>;
  kill(): Promise<void>;
};

const cache = resolve("node_modules/.cache");

const ownProgram = fileURLToPath(new URL("./child-program-for-tests.ts", import.meta.url));

/** Answers the program's file. It lies in the project, so that it finds the project's packages. */
export async function bundleChild(program = ownProgram): Promise<string> {
  const outfile = join(mkdtempSync(join(cache, "store-child-")), "child.mjs");
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "@": resolve("."), "server-only": resolve("node_modules/server-only/empty.js") },
    logLevel: "warning",
  });
  return outfile;
}

export function startChild(program: string, settings: Record<string, string>, ...args: string[]): Child {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...settings, NODE_ENV: "test" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const printed = createInterface({ input: child.stdout });
  printed.on("line", (line) => lines.push(line));
  const closed = once(printed, "close");
  const exited = once(child, "exit");

  async function said(beginning: string, times = 1): Promise<string> {
    for (let isOver = false; ; ) {
      const found = lines.filter((line) => line.startsWith(beginning))[times - 1];
      if (found !== undefined) return found;
      if (isOver)
        throw new Error(`The child ended without saying ${beginning}; it said ${lines.join(" / ")}`);
      isOver = await Promise.race([once(printed, "line").then(() => false), closed.then(() => true)]);
    }
  }

  return {
    process: child,
    lines,
    said,
    end: async () => {
      child.stdin.end();
      await Promise.all([exited, closed]);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await Promise.all([exited, closed]);
    },
  };
}
