/**
 * `npm test`: everything, in the order in which it is cheap to fail. `npm run check` (`--quick`) leaves out
 * the build and the browser. The last line is `N passed, N failed`.
 */

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";

const root = join(import.meta.dirname, "..");
const results = join(root, "test-results");
const quick = process.argv.includes("--quick");
const total = { passed: 0, failed: 0, skipped: 0 };

function run(args, env = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    });
    child.once("exit", (code) => done(code === 0));
  });
}

function count(passed, failed, skipped = 0) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** A step that is one guarantee: it holds or it does not. */
async function step(name, ...args) {
  console.log(`\n> ${name}`);
  const held = await run(args);
  count(held ? 1 : 0, held ? 0 : 1);
  return held;
}

function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

async function vitest() {
  console.log("\n> unit and integration");
  const file = join(results, "vitest.json");
  const ok = await run([
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const said = report(file);
  if (said) count(said.numPassedTests, said.numFailedTests, said.numPendingTests);
  // A file that does not even load holds no test that could fail.
  if (!ok && !said?.numFailedTests) count(0, 1);
}

async function playwright(project, chromium) {
  const file = join(results, `${project}.json`);
  const ok = await run(["node_modules/@playwright/test/cli.js", "test", "--project", project], {
    PLAYWRIGHT_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = report(file)?.stats;
  if (stats) count(stats.expected + stats.flaky, stats.unexpected, stats.skipped);
  if (stats?.flaky) console.log(`${stats.flaky} of these held only at the second try.`);
  if (!ok && !stats?.unexpected) count(0, 1);
}

async function stories() {
  console.log("\n> stories in the browser, against the built portal");
  let chromium;
  try {
    chromium = await findChromium();
  } catch (fault) {
    console.error(fault.message);
    count(0, 1);
    return;
  }
  await playwright("stories", chromium);
  console.log("\n> no secret lies in what they left behind");
  await playwright("secrets", chromium);
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await step("database client", "scripts/generate-client.mjs");
await step("route types", "node_modules/next/dist/bin/next", "typegen");
await step("types", "node_modules/typescript/bin/tsc", "--noEmit");
await step("lint and format", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
await step("unused code", "node_modules/knip/bin/knip.js");
await vitest();
if (!quick && (await step("build", "scripts/build.mjs"))) await stories();

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);
