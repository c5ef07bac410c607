/** One process at a time in the evaluation store's folder, whatever became of the one before. */

import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundleChild, type Child, startChild } from "./child-for-tests";
import { lockFolder } from "./folder-lock";
import { closeStore, openStore } from "./open-store";
import { startTestStore } from "./test-database";

let program = "";
let folder = "";
const children: Child[] = [];

function child(...args: string[]): Child {
  const started = startChild(program, {}, ...args);
  children.push(started);
  return started;
}

const locks = () => readdirSync(folder).filter((file) => file.endsWith(".lock"));

beforeAll(async () => {
  program = await bundleChild();
});
afterAll(() => rmSync(dirname(program), { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sallyport-lock-"));
});
afterEach(async () => {
  for (const started of children.splice(0)) await started.kill();
  rmSync(folder, { recursive: true });
});

test("a second process is refused in one sentence that names the folder and the first", async () => {
  const first = child("lock", folder);
  await first.said("open");
  const second = child("lock", folder);
  const sentence = `${folder} is in use by process ${first.process.pid}: stop that one first.`;
  expect(await second.said("refused")).toBe(`refused ${sentence}`);
  await expect(lockFolder(folder)).rejects.toThrow(sentence);
  expect(locks()).toHaveLength(1);
});

test("the same process does not get in twice", async () => {
  const held = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid}`);
  held.release();
  (await lockFolder(folder)).release();
});

test("who leaves in order leaves no lock", async () => {
  const first = child("lock", folder);
  await first.said("open");
  await first.end();
  expect(locks()).toEqual([]);
});

test("what a killed process left is taken over and cleared away", async () => {
  const first = child("lock", folder);
  await first.said("open");
  await first.kill();
  expect(locks()).toHaveLength(1);

  const second = child("lock", folder);
  await second.said("open");
  expect(locks()).toHaveLength(1);
  expect(locks()[0]).toContain(String(second.process.pid));
});

test("a process that has the dead one's number, and is another, does not keep the folder shut", async () => {
  const held = await lockFolder(folder);
  const [own = ""] = locks();
  held.release();
  writeFileSync(join(folder, own.replace(/^portal-(\d+)-\d+-/, "portal-$1-1-")), "");
  (await lockFolder(folder)).release();
  expect(locks()).toEqual([]);
});

test("of many that come at once never two get in, and the dead one's lock helps none of them", async () => {
  const dead = child("lock", folder);
  await dead.said("open");
  await dead.kill();
  const crowd = Array.from({ length: 6 }, () => child("lock", folder));
  const answers = await Promise.all(
    crowd.map((one) => Promise.race([one.said("open"), one.said("refused")])),
  );
  expect(answers.filter((answer) => answer === "open").length).toBeLessThanOrEqual(1);
});

test("a process on another machine keeps the folder while it shows that it lives", async () => {
  const foreign = join(folder, "portal-1-17-another.host.lock");
  writeFileSync(foreign, "");
  const beat = setInterval(() => utimesSync(foreign, new Date(), new Date()), 100);
  await expect(lockFolder(folder)).rejects.toThrow("in use by process 1 on another.host");
  clearInterval(beat);
  (await lockFolder(folder)).release();
  expect(locks()).toEqual([]);
});

test("the store's folder is its owner's alone, and free again after a close", async () => {
  const store = await startTestStore();
  const dataDir = store.settings.DATA_DIR ?? "";
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);

  const second = startChild(program, store.settings, "open");
  children.push(second);
  expect(await second.said("refused")).toContain(`${dataDir} is in use by process ${process.pid}`);

  await closeStore();
  const third = startChild(program, store.settings, "open");
  children.push(third);
  await third.said("open");
  await expect(openStore()).rejects.toMatchObject({
    code: "store-unavailable",
    message: expect.stringContaining(`in use by process ${third.process.pid}`),
  });
  await third.end();
  await openStore();
  await store.stop();
});
