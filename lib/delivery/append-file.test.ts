/** The record in a file: whatever happens to the writer, each line is there once and whole. */

import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendFile } from "@/lib/delivery/append-file";
import { item, parcel } from "@/lib/delivery/parcels-for-tests";

const never = new AbortController().signal;

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sallyport-file-"));
  path = join(folder, "audit.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = () => readFileSync(path, "utf8");
const linesOf = (...parcels: ReturnType<typeof parcel>[]) =>
  parcels
    .flat()
    .map(({ line }) => `${line}\n`)
    .join("");

test("parcels stand one after the other, one item a line, readable by the owner's group alone", async () => {
  const { send } = appendFile(path);
  await send(parcel(1, 3), never);
  await send(parcel(4, 5), never);
  expect(text()).toBe(linesOf(parcel(1, 5)));
  expect(statSync(path).mode & 0o007).toBe(0);
});

test("a parcel that comes again is not written again", async () => {
  const { send } = appendFile(path);
  await send(parcel(1, 3), never);
  await send(parcel(1, 5), never);
  await send(parcel(1, 5), never);
  expect(text()).toBe(linesOf(parcel(1, 5)));
});

test("a writer that was killed anywhere in a parcel goes on where the file ends", async () => {
  const before = Buffer.from(linesOf(parcel(1, 2)));
  const whole = Buffer.from(linesOf(parcel(1, 5)));
  for (let length = before.length; length <= whole.length; length += 1) {
    writeFileSync(path, whole.subarray(0, length));
    await appendFile(path).send(parcel(3, 5), never);
    expect(text()).toBe(whole.toString());
  }
});

test("a file that was moved away is begun anew, and one that was emptied is gone on with", async () => {
  const { send } = appendFile(path);
  await send(parcel(1, 2), never);
  renameSync(path, `${path}.1`);
  await send(parcel(3, 4), never);
  expect(text()).toBe(linesOf(parcel(3, 4)));
  truncateSync(path);
  await send(parcel(5, 6), never);
  expect(text()).toBe(linesOf(parcel(5, 6)));
});

test("a piece that is not of this record stays, on a line of its own", async () => {
  writeFileSync(path, "half a li");
  await appendFile(path).send(parcel(1, 2), never);
  expect(text()).toBe(`half a li\n${linesOf(parcel(1, 2))}`);
});

test("a line of the same number that says something else is not taken for ours", async () => {
  const other = item(2, { line: '{"seq":2,"text":"another record"}' }).line;
  writeFileSync(path, `${other}\n`);
  await appendFile(path).send(parcel(2, 3), never);
  expect(text()).toBe(`${other}\n${linesOf(parcel(2, 3))}`);
});

test("the end of a large file is enough to go on", async () => {
  appendFileSync(path, `${"x".repeat(1_000)}\n`.repeat(3_000));
  const size = statSync(path).size;
  await appendFile(path).send(parcel(1, 3), never);
  await appendFile(path).send(parcel(1, 4), never);
  expect(text().slice(size)).toBe(linesOf(parcel(1, 4)));
});

test("a folder that is not there is not made, and said", async () => {
  const missing = join(folder, "not", "there.jsonl");
  await expect(appendFile(missing).send(parcel(1, 1), never)).rejects.toMatchObject({
    code: "delivery-unwritable",
    detail: expect.stringContaining("ENOENT"),
  });
  expect(existsSync(join(folder, "not"))).toBe(false);
});

test.each([
  ["a folder", () => folder],
  ["a device that keeps nothing", () => "/dev/null"],
])("%s is no file", async (_, place) => {
  await expect(appendFile(place()).send(parcel(1, 1), never)).rejects.toMatchObject({
    code: "delivery-unwritable",
  });
});
