/**
 * `npm run demo`: installs and builds what is missing or stale, then runs portal and sandbox together until Ctrl-C.
 * Plain JavaScript on Node's own modules, because it is what runs before anything is installed.
 */

import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const root = join(import.meta.dirname, "..");
const port = Number(process.env.PORT || 3000);
const sandboxPort = Number(process.env.SANDBOX_PORT || 4000);
const dataDir = resolve(process.env.DATA_DIR || join(root, "data"));
/** The sandbox's provider, and the emulator's hosts on the ports after it. */
const sandboxPorts = 6;

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Sallyport needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

function checkNumber(name, value) {
  if (!Number.isInteger(value) || value < 1 || value > 65_530)
    fail(`${name} must be a port number from 1 to 65530.`);
}

function isFree(number, host) {
  return new Promise((answer) => {
    const probe = createServer();
    // A machine without IPv6 has nothing that could be taken there.
    probe.once("error", (error) => answer(error.code !== "EADDRINUSE" && error.code !== "EACCES"));
    probe.listen({ port: number, host, exclusive: true }, () => probe.close(() => answer(true)));
  });
}

async function checkPorts() {
  const wanted = [
    ["PORT", port],
    ...Array.from({ length: sandboxPorts }, (_, n) => ["SANDBOX_PORT", sandboxPort + n]),
  ];
  for (const [name, number] of wanted) {
    const free = (await isFree(number, "127.0.0.1")) && (await isFree(number, "::1"));
    if (!free) fail(`Port ${number} is taken. Stop what uses it, or choose another with ${name}=....`);
  }
}

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  } catch {
    fail(`\`${command} ${args.join(" ")}\` failed; what it said stands above.`);
  }
}

function digest(files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

function isKept(file, value) {
  return existsSync(join(root, file)) && readFileSync(join(root, file), "utf8") === value;
}

function install() {
  const lock = digest(["package-lock.json", "package.json"]);
  const stamp = "node_modules/.sallyport-installed";
  if (isKept(stamp, lock)) return;
  console.log("Installing dependencies ...");
  run("npm", ["ci", "--no-audit", "--no-fund"]);
  writeFileSync(join(root, stamp), lock);
}

const notSources = new Set([
  "node_modules",
  ".next",
  ".git",
  "dist",
  "data",
  "docs",
  "generated",
  "test-results",
  "e2e",
  "bench",
]);

function sources(folder = "") {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(
      (entry) => !notSources.has(entry.name) && !entry.name.endsWith(".md") && !entry.name.startsWith(".env"),
    )
    .flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return sources(path);
      return entry.isFile() && path !== "next-env.d.ts" ? [path] : [];
    })
    .sort();
}

function buildAnew() {
  const all = digest(sources());
  const stamp = ".next/standalone/.sallyport-built";
  if (isKept(stamp, all) && existsSync(join(root, "dist/sandbox.mjs"))) return;
  console.log("Building, which takes a minute or two the first time ...");
  run("npm", ["run", "build", "--silent"]);
  writeFileSync(join(root, stamp), all);
}

/** Kept beside the data that it seals. */
function secret() {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "demo-secret");
  if (!existsSync(file) || statSync(file).size === 0)
    writeFileSync(file, randomBytes(36).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

const children = new Map();
let ending = null;

function begin(name, file, env) {
  // A channel tells the child when we are gone, however we went.
  const child = spawn(process.execPath, [join(root, file)], {
    cwd: root,
    // Libraries' advice on versions of Node is for developers.
    env: { ...env, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  children.set(name, child);
  // What it says matters when it ends; until then it is noise above the welcome.
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-8_000);
  });
  child.once("exit", (code, signal) => {
    children.delete(name);
    if (ending !== null) return;
    // What it said itself is better than what we could say of it.
    void end(code || 1, said.trim() || `The ${name} ended by itself (${signal ?? `code ${code}`}).`);
  });
  return child;
}

async function end(code, sentence) {
  ending ??= (async () => {
    if (sentence) console.error(sentence);
    const gone = [...children.values()].map((child) => new Promise((done) => child.once("exit", done)));
    for (const child of children.values()) child.kill("SIGTERM");
    await Promise.race([Promise.all(gone), pause(30_000)]);
    for (const child of children.values()) child.kill("SIGKILL");
    process.exit(code);
  })();
  await ending;
}

/** Waits until an address answers, as long as nothing has ended. */
async function answer(url, seconds, sentence) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && !ending) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return response;
    await pause(100);
  }
  if (!ending) void end(1, sentence);
  return await ending;
}

/** The sandbox says which settings a portal needs to reach it. */
async function startSandbox() {
  const { NODE_ENV: _, ...inherited } = process.env;
  const env = { ...inherited, SANDBOX_PORT: String(sandboxPort), PORTAL_URL: `http://localhost:${port}` };
  begin("sandbox", "dist/sandbox.mjs", env).stdout.resume();
  const url = `http://localhost:${sandboxPort}/_sandbox/environment`;
  return await (await answer(url, 30, "The sandbox did not start within half a minute.")).json();
}

async function startPortal(environment) {
  const env = {
    ...process.env,
    ...environment,
    PORT: String(port),
    HOSTNAME: "localhost",
    PORTAL_URL: `http://localhost:${port}`,
    PORTAL_SECRET: secret(),
    DATA_DIR: dataDir,
    AWS_EC2_METADATA_DISABLED: "true",
    // Off unless asked for. Here is what it looks like.
    ORGANIZATION_DATA: "true",
  };
  begin("portal", "scripts/start.mjs", env).stdout.resume();
  await answer(`http://localhost:${port}/readyz`, 60, "The portal did not become ready within a minute.");
}

function welcome() {
  console.log(`
  Sallyport runs at http://localhost:${port}

  Sign in as    engineer        a dozen accounts
                administrator   the audit page
                everything      every account there is
  and others, on the sandbox's sign-in page. Their AWS is a sandbox too: nothing here reaches the real one.

  In a shell with keys you copied, the sandbox answers to AWS's own tools:
    export AWS_ENDPOINT_URL_STS=http://localhost:${sandboxPort + 1}
    aws sts get-caller-identity

  Data is kept in ${dataDir}. Ctrl-C ends everything.
`);
}

process.on("SIGINT", () => void end(0));
process.on("SIGTERM", () => void end(0));
process.on("SIGHUP", () => void end(0));

checkNode();
checkNumber("PORT", port);
checkNumber("SANDBOX_PORT", sandboxPort);
await checkPorts();
install();
buildAnew();
await startPortal(await startSandbox());
if (!ending) welcome();
