/**
 * The shape of the house, held against the source: which folder may import which, who speaks to which outside world,
 * and what no file may do. Each rule is also shown a breach: a rule that finds nothing because it looks at nothing
 * would pass for ever.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

type Source = { path: string; text: string };
type Import = { from: string; typeOnly: boolean };

/** What stands at a door may use. */
const door = ["app", "lib/web", "lib/portal", "lib/credentials", "lib/profiles", "lib/core"];
const tool = ["lib/portal", "lib/store", "lib/credentials", "lib/profiles", "lib/env", "lib/core"];

/** Which folder may import which. Read it downwards: nothing imports what stands above it. A folder may import itself. */
const mayImport: Record<string, readonly string[]> = {
  e2e: ["sandbox"],
  // Starts the portal as the stories do.
  bench: [...tool, "sandbox", "e2e"],
  scripts: tool,
  sandbox: [],
  instrumentation: ["lib/web"],
  proxy: ["lib/web"],
  "app/api/auth": [...door, "lib/idp"],
  app: door,
  "lib/web": ["lib/idp", "lib/jobs", "lib/portal", "lib/env", "lib/core"],
  "lib/jobs": ["lib/portal", "lib/env", "lib/core"],
  "lib/portal": [
    "lib/aws",
    "lib/delivery",
    "lib/idp",
    "lib/store",
    "lib/policy",
    "lib/credentials",
    "lib/profiles",
    "lib/env",
    "lib/core",
  ],
  "lib/idp": ["lib/store", "lib/policy", "lib/env", "lib/core"],
  "lib/aws": ["lib/env", "lib/core"],
  "lib/delivery": ["lib/env", "lib/core"],
  "lib/store": ["lib/env", "lib/core"],
  "lib/policy": ["lib/core"],
  "lib/credentials": ["lib/core"],
  "lib/profiles": ["lib/core"],
  "lib/env": ["lib/core"],
  "lib/core": [],
};

/** Each outside world has one place that speaks to it. A name that ends in `/` stands for all below it. */
const speakers: Record<string, readonly string[]> = {
  // Beyond that, the SDK is a client like others: what stories have fetch its keys, and what a measurement compares us to.
  "@aws-sdk/": ["lib/aws", "e2e", "bench"],
  "@smithy/": ["lib/aws", "sandbox"],
  "@prisma/": ["lib/store"],
  "@electric-sql/": ["lib/store", "e2e"],
  pg: ["lib/store"],
  "pglite-prisma-adapter": ["lib/store"],
  "next-auth": ["lib/idp", "app/api/auth"],
  "openid-client": ["lib/idp"],
  "oidc-provider": ["sandbox"],
  next: ["app", "app/api/auth", "lib/web", "lib/idp", "proxy", "instrumentation"],
  react: ["app", "app/api/auth"],
  "react-dom": ["app"],
  "@base-ui/": ["app"],
  "@tanstack/": ["app"],
  "@dnd-kit/": ["app"],
  "d3-scale": ["app"],
  geist: ["app"],
  re2js: ["lib/core"],
  yaml: ["lib/env", "lib/profiles"],
};

/** Folders that run in the browser too, or must not depend on when and where they run. */
const pure = ["lib/policy", "lib/credentials", "lib/profiles"];

const serverOnly = ["lib/aws", "lib/delivery", "lib/idp", "lib/store", "lib/portal", "lib/jobs", "lib/web"];

/** What the rules leave alone: tests, and what only tests use, take whatever they test with. */
function isExempt(path: string): boolean {
  const bare = path.replace(/\.tsx?$/, "");
  return /(\.(test|spec|shots)|-for-tests)$/.test(bare) || bare === "lib/store/test-database";
}

const folders = Object.keys(mayImport).sort((one, other) => other.length - one.length);

function folderOf(path: string): string | undefined {
  const bare = path.replace(/\.[cm]?[jt]sx?$/, "");
  return folders.find((folder) => bare === folder || bare.startsWith(`${folder}/`));
}

/** Comments may say anything. Strings are kept: imports are strings. */
function withoutComments(text: string): string {
  const stringOrComment =
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replace(stringOrComment, (_, string?: string) => string ?? "");
}

function importsOf(code: string): Import[] {
  const clauses = code.matchAll(/^(?:import|export)\b([^;"'`(=]*?)\bfrom\s+"([^"]+)"/gm);
  const bare = code.matchAll(/^import\s+"([^"]+)"|(?<![.\w])(?:import|require)\(\s*["'`]([^"'`]+)["'`]/gm);
  return [
    ...[...clauses].map(([, clause = "", from = ""]) => ({ from, typeOnly: /^\s+type\b/.test(clause) })),
    ...[...bare].map(([, plain, called]) => ({ from: plain ?? called ?? "", typeOnly: false })),
  ];
}

function mayGo(home: string, path: string, { from, typeOnly }: Import): boolean {
  if (from.startsWith("../")) return false;
  if (from.startsWith("@/") || from.startsWith("./")) {
    const target = from.startsWith("@/") ? from.slice(2) : posix.join(posix.dirname(path), from);
    const folder = folderOf(target);
    if (isExempt(target)) return false;
    return folder === home || (folder !== undefined && mayImport[home]?.includes(folder) === true);
  }
  const name = Object.keys(speakers).find((it) =>
    it.endsWith("/") ? from.startsWith(it) : from === it || from.startsWith(`${it}/`),
  );
  if (name === "react" && home === "lib/web") return typeOnly;
  if (name) return speakers[name]?.includes(home) === true;
  if (home === "lib/core") return from === "zod" || from.startsWith("zod/");
  return !pure.includes(home);
}

function isProduct(path: string): boolean {
  return /^(app|lib)\/|^(proxy|instrumentation)\.ts$/.test(path);
}

function importFaults(home: string, path: string, code: string): string[] {
  const computed = isProduct(path) && /(?<![.\w])(?:import|require)\(\s*[^"'`\s]/.test(code);
  return [
    ...importsOf(code)
      .filter((it) => !mayGo(home, path, it))
      .map(({ from }) => `may not import ${from}`),
    ...(computed ? ["imports what is only known when it runs"] : []),
  ];
}

/** Made once, alike in every copy, and changed by nothing. */
const harmless = /^(URL|RegExp|TextEncoder|TextDecoder|Intl\.\w+)$/;
/** A look-up table that its own file only reads. An exported one says so in its type: ReadonlyMap, ReadonlySet. */
const lookup =
  /^const \w+(?:: [^=]+?)? = (?:[[{]|new (?:Map|Set)(?:<[^(]*>)?\([^)])|^export const \w+(?:: [^=]+?)? = [[{]/;
const changers = "push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear";

function isChanged(name: string, code: string): boolean {
  const assigned = "(?:\\.\\w+|\\[[^\\]]+\\])+\\s*(?:[-+*/|&?]{0,2}=(?![=>])|\\+\\+|--)";
  return new RegExp(`(?<![.\\w])${name}(?:${assigned}|\\.(?:${changers})\\()`).test(code);
}

/** Module-level things that could change. Next loads a module several times in one process, so each would be several. */
function stateFaults(code: string): string[] {
  const variables = [...code.matchAll(/^(?:export )?(?:let|var) (\w+)/gm)].map(([, name]) => name);
  const constants = [...code.matchAll(/^(?:export )?const (\w+)(?:: ([^=]+?))? = (?:[[{]|new ([\w.]+)).*/gm)]
    .filter(([line, name = "", type = "", made = "[]"]) => {
      if (lookup.test(line)) return isChanged(name, code);
      return !harmless.test(made) && !/^Readonly(Map|Set)\b/.test(type);
    })
    .map(([, name]) => name);
  const kept = [...variables, ...constants].map((name) => `keeps state in ${name}: use once()`);
  return /^(?:(?:export )?const [^=\n]+ = )?await /m.test(code)
    ? [...kept, "works while it is imported"]
    : kept;
}

/** The words that no file of the product says, and why. */
const neverSaid: readonly { words: RegExp; where: RegExp; fault: string }[] = [
  {
    words: /\bprocess\s*\??\.\s*env\b(?!\.NEXT_RUNTIME\b)|\bprocess\[|"(?:node:)?process"|import\.meta\.env/,
    where: /^(app|lib\/(?!env\.ts$)|proxy\.ts|instrumentation\.ts)/,
    fault: "reads process.env: settings come from lib/env.ts",
  },
  {
    words: /\bNEXT_RUNTIME\b/,
    where: /^(app|lib|proxy\.ts)/,
    fault: "reads NEXT_RUNTIME: only instrumentation.ts runs in two",
  },
  {
    words: /\$transaction\b/,
    where: /^(?!lib\/store\/)/,
    fault: "opens a transaction: they stand in lib/store alone",
  },
  { words: /^\s*"use server"/m, where: /./, fault: "is a Server Action" },
  {
    words: /"use cache|\bunstable_cache\b|"next\/image"/,
    where: /./,
    fault: "uses a cache shared by everybody",
  },
  {
    words: /\bAbortSignal\.any\([^;]*\bAbortSignal\.timeout\b/,
    where: /^(app|lib)\//,
    fault: "joins a time-out that Node may collect unheard: lib/core/within.ts has one that it keeps",
  },
  { words: /^export default\b/m, where: /^lib\//, fault: "has a default export" },
  {
    words: /\bawait\b|\basync\b|\bfetch\(|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/,
    where: /^lib\/policy\//,
    fault: "is not pure",
  },
  { words: /^export (?:type )?(?:\*|\{[^}]*\})[^;]*\bfrom\b/m, where: /^(app|lib)\//, fault: "is a barrel" },
];

function faultsOf({ path, text }: Source): string[] {
  if (isExempt(path)) return [];
  const home = folderOf(path);
  if (!home) return [`${path} stands in no room of the house`];

  const code = withoutComments(text);
  const product = isProduct(path);
  const opensServerOnly = /^\s*import "server-only";/.test(code);
  const faults = [
    ...importFaults(home, path, code),
    ...(product && path !== "lib/core/once.ts" ? stateFaults(code) : []),
    ...neverSaid.filter(({ words, where }) => where.test(path) && words.test(code)).map(({ fault }) => fault),
    ...(serverOnly.includes(home) && !opensServerOnly ? [`does not open with import "server-only"`] : []),
    ...(/(^|\/)index\.tsx?$/.test(path) && product ? ["is a barrel"] : []),
    ...(path.startsWith("lib/") && !text.startsWith("/**") ? ["does not open by saying what it is for"] : []),
  ];
  return faults.map((fault) => `${path} ${fault}`);
}

/** Two files that share a name would share a thing, each under its own type. */
function onceFaults(sources: readonly Source[]): string[] {
  const users = new Map<string, Set<string>>();
  const unnamed: string[] = [];
  for (const { path, text } of sources.filter((source) => !isExempt(source.path))) {
    const code = withoutComments(text);
    if (!importsOf(code).some(({ from }) => from === "@/lib/core/once")) continue;
    for (const [, name] of code.matchAll(/(?<![.\w])once(?:<[^(]*>)?\(\s*(?:["`]([^"`$]+))?/g)) {
      if (name) users.set(name, (users.get(name) ?? new Set()).add(path));
      else unnamed.push(`${path} names what it keeps only when it runs`);
    }
  }
  const shared = [...users].filter(([, paths]) => paths.size > 1);
  return [
    ...unnamed,
    ...shared.map(([name, paths]) => `once("${name}") is used by ${[...paths].join(" and ")}`),
  ];
}

/** What client components import reaches the browser: zod alone would double what is sent. */
function browserFaults(sources: readonly Source[]): string[] {
  const byPath = new Map(
    sources.map(({ path, text }) => [path.replace(/\.tsx?$/, ""), withoutComments(text)]),
  );
  const clients = sources.filter(({ path, text }) => path.startsWith("app/") && /^"use client"/m.test(text));
  const reached = new Set(clients.map(({ path }) => path.replace(/\.tsx?$/, "")));
  const faults: string[] = [];
  for (const path of reached) {
    for (const { from, typeOnly } of importsOf(byPath.get(path) ?? "")) {
      if (typeOnly) continue;
      if (from === "zod" || from === "server-only") faults.push(`${path} brings ${from} to the browser`);
      if (from.startsWith("@/")) reached.add(from.slice(2));
      if (from.startsWith("./")) reached.add(posix.join(posix.dirname(path), from));
    }
  }
  return faults;
}

function sourcesOfTheHouse(): Source[] {
  const tops = ["app", "lib", "sandbox", "e2e", "bench", "scripts"].filter((top) => existsSync(top));
  const below = tops.flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => `${top}/${file}`),
  );
  return [...below, "instrumentation.ts", "proxy.ts"]
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/^lib\/store\/generated\/|\/\.next\//.test(path))
    .filter((path) => existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

const says = "/** What it is for. */\n";
const opened = `${says}import "server-only";\n`;

describe("the house", () => {
  const sources = sourcesOfTheHouse();

  test("is really read", () => {
    const paths = sources.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["lib/env.ts", "lib/core/once.ts", "lib/core/problems.ts"]));
  });
  test("every file keeps the rules", () => expect(sources.flatMap(faultsOf)).toEqual([]));
  test("each name of once() belongs to one file", () => expect(onceFaults(sources)).toEqual([]));
  test("zod and server code do not reach the browser", () => expect(browserFaults(sources)).toEqual([]));
});

describe("a breach is found", () => {
  test.each([
    ["lib/portal/a.ts", `${opened}import { page } from "@/lib/web/page";`, "may not import @/lib/web/page"],
    [
      "lib/aws/a.ts",
      `${opened}import type { Lease } from "@/lib/store/leases";`,
      "may not import @/lib/store",
    ],
    ["lib/store/a.ts", `${opened}import {\n  a,\n  b,\n} from "@/lib/aws/a";`, "may not import @/lib/aws/a"],
    ["lib/core/a.ts", `${says}import { env } from "@/lib/env";`, "may not import @/lib/env"],
    ["lib/core/a.ts", `${says}import { hash } from "node:crypto";`, "may not import node:crypto"],
    ["lib/credentials/a.ts", `${says}import { readFile } from "node:fs/promises";`, "may not import node:fs"],
    ["app/page.tsx", `${says}import { a } from "@/lib/store/a";`, "may not import @/lib/store/a"],
    ["app/page.tsx", `${says}import { a } from "@/lib/idp/a";`, "may not import @/lib/idp/a"],
    ["app/page.tsx", `${says}const a = () => import("@/lib/aws/a");`, "may not import @/lib/aws/a"],
    ["app/page.tsx", `${says}const a = () => import(name);`, "imports what is only known when it runs"],
    ["app/page.tsx", `${says}import { a } from "@/sandbox/company";`, "may not import @/sandbox/company"],
    ["proxy.ts", `${says}import { a } from "@/lib/idp/session";`, "may not import @/lib/idp/session"],
    ["instrumentation.ts", `${says}await import("./lib/portal/a");`, "may not import ./lib/portal/a"],
    ["scripts/a.ts", `${says}import { a } from "@/lib/aws/a";`, "may not import @/lib/aws/a"],
    ["scripts/a.ts", `${says}import { a } from "@/sandbox/company";`, "may not import @/sandbox/company"],
    ["sandbox/a.ts", `${says}import { problems } from "@/lib/core/problems";`, "may not import @/lib/core"],
    [
      "lib/portal/a.ts",
      `${opened}import { SSOClient } from "@aws-sdk/client-sso";`,
      "may not import @aws-sdk",
    ],
    ["lib/portal/a.ts", `${opened}import { Prisma } from "@prisma/client";`, "may not import @prisma/client"],
    ["lib/web/a.ts", `${opened}import NextAuth from "next-auth";`, "may not import next-auth"],
    [
      "app/api/auth/start/route.ts",
      `${says}import * as oidc from "openid-client";`,
      "may not import openid-client",
    ],
    ["lib/web/a.ts", `${opened}import { cache } from "react";`, "may not import react"],
    ["lib/portal/a.ts", `${opened}import { headers } from "next/headers";`, "may not import next/headers"],
    [
      "lib/store/a.ts",
      `${opened}import { a } from "@/lib/store/test-database";`,
      "may not import @/lib/store/test-database",
    ],
    ["lib/store/a.ts", `${opened}import { a } from "./rows-for-tests";`, "may not import ./rows-for-tests"],
    ["lib/core/a.ts", `${says}import { a } from "../env";`, "may not import ../env"],
    [
      "lib/portal/a.ts",
      `${opened}const a = AbortSignal.any([signal, AbortSignal.timeout(1)]);`,
      "joins a time-out that Node may collect unheard",
    ],
    ["lib/helpers/a.ts", says, "stands in no room of the house"],
    ["lib/aws/a.ts", `${says}import { z } from "zod";\nimport "server-only";`, "does not open with import"],
    ["lib/aws/a.ts", `/** \`import "server-only";\` */\nexport {};`, "does not open with import"],
    ["lib/aws/a.ts", `import "server-only";`, "does not open by saying what it is for"],
    ["lib/core/a.ts", `${says}let count = 0;`, "keeps state in count"],
    ["lib/core/a.ts", `${says}export const seen = new Set<string>();`, "keeps state in seen"],
    [
      "lib/core/a.ts",
      `${says}const seen = new Set(["a"]);\nconst f = () => seen.add("b");`,
      "keeps state in seen",
    ],
    ["lib/core/a.ts", `${says}export const seen = new Set(["a"]);`, "keeps state in seen"],
    ["lib/core/a.ts", `${says}const seen: Map<string, number> = new Map();`, "keeps state in seen"],
    ["lib/aws/a.ts", `${opened}const client = new SSOClient({});`, "keeps state in client"],
    [
      "lib/core/a.ts",
      `${says}const list: string[] = [];\nconst f = () => list.push("a");`,
      "keeps state in list",
    ],
    [
      "lib/core/a.ts",
      `${says}const last = { at: 0 };\nconst f = () => {\n  last.at = 1;\n};`,
      "keeps state in last",
    ],
    [
      "lib/core/a.ts",
      `${says}const by: R = {};\nconst f = (a: string) => {\n  by[a] ??= 1;\n};`,
      "keeps state in by",
    ],
    ["lib/store/a.ts", `${opened}const store = await openStore();`, "works while it is imported"],
    ["lib/web/a.ts", `${opened}const port = process.env.PORT;`, "reads process.env"],
    ["lib/web/a.ts", `${opened}import { env } from "node:process";`, "reads process.env"],
    ["proxy.ts", `${says}const dev = process.env["NODE_ENV"];`, "reads process.env"],
    ["instrumentation.ts", `${says}const url = process.env.PORTAL_URL;`, "reads process.env"],
    ["lib/web/a.ts", `${opened}const edge = process.env.NEXT_RUNTIME === "edge";`, "reads NEXT_RUNTIME"],
    ["lib/portal/a.ts", `${opened}const f = (db: Db) => db.$transaction([]);`, "opens a transaction"],
    ["app/a.ts", `"use server";\n${says}`, "is a Server Action"],
    ["app/a.tsx", `${says}async function f() {\n  "use cache";\n}`, "uses a cache shared by everybody"],
    ["app/a.tsx", `${says}import Image from "next/image";`, "uses a cache shared by everybody"],
    ["lib/core/a.ts", `${says}export default 1;`, "has a default export"],
    ["lib/policy/a.ts", `${says}export const f = () => Date.now();`, "is not pure"],
    ["lib/core/a.ts", `${says}export * from "./b";`, "is a barrel"],
    ["lib/core/a.ts", `${says}export {\n  type B,\n} from "./b";`, "is a barrel"],
    ["lib/core/index.ts", says, "is a barrel"],
  ])("%s: %j", (path, text, fault) => {
    expect(faultsOf({ path, text }).join("\n")).toContain(fault);
  });

  test("two files that use one name of once()", () => {
    const text = `${opened}import { once } from "@/lib/core/once";\nconst a = () => once("clients", () => 1);`;
    const twice = ["lib/aws/a.ts", "lib/aws/b.ts"].map((path) => ({ path, text }));
    expect(onceFaults(twice)).toEqual([`once("clients") is used by lib/aws/a.ts and lib/aws/b.ts`]);
    expect(onceFaults([{ path: "lib/aws/a.ts", text: text.replace('"clients"', "name") }])).toHaveLength(1);
  });

  test("zod behind two imports of a client component", () => {
    const sources = [
      { path: "app/a.tsx", text: `"use client";\nimport { b } from "./b";` },
      { path: "app/b.ts", text: `import { c } from "@/lib/core/c";` },
      { path: "lib/core/c.ts", text: `import { z } from "zod";` },
    ];
    expect(browserFaults(sources)).toEqual(["lib/core/c brings zod to the browser"]);
  });
});

describe("what the rules allow is let be", () => {
  test.each([
    ["lib/portal/a.ts", `${opened}import { a } from "@/lib/aws/a";\nimport { b } from "@/lib/store/b";`],
    [
      "lib/web/a.ts",
      `${opened}import type { ReactNode } from "react";\nimport { headers } from "next/headers";`,
    ],
    ["app/api/auth/start/route.ts", `${says}import { startSignIn } from "@/lib/idp/start-sign-in";`],
    [
      "instrumentation.ts",
      `${says}if (process.env.NEXT_RUNTIME === "nodejs") void import("./lib/web/start");`,
    ],
    [
      "lib/core/a.ts",
      `${says}// let it be; process.env is read elsewhere\nconst of: ReadonlyMap<string, 1> = new Map();`,
    ],
    [
      "lib/core/a.ts",
      `${says}const rows = ["a"] as const;\nexport const f = () => rows.map((row) => row === "a");`,
    ],
    ["app/a.tsx", `"use client";\n\n${says}import { useState } from "react";`],
    ["lib/aws/a.test.ts", `import { startSandbox } from "@/sandbox/start-sandbox";`],
    ["lib/store/test-database.ts", `const url = process.env.TEST_DATABASE_URL;`],
  ])("%s: %j", (path, text) => expect(faultsOf({ path, text })).toEqual([]));
});
