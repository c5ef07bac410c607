/** What is no config file is told by what it is, and nothing is guessed. */

import { expect, test } from "vitest";
import { readBytes, readFile, readPasted } from "./read-given";

const bytes = (...some: number[]) => new Uint8Array(some);
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

test("a text is taken as it is, with its mark, its line ends and its accents", () => {
  for (const text of [
    "",
    "[default]\r\nregion = eu-west-1\r\n",
    "\ufeff[default]",
    "# é 漢 \u202e\n",
    "a\rb\tc\f",
  ])
    expect(readBytes(utf8(text))).toEqual({ ok: true, text });
});

test("what is no text is told by what it is", () => {
  const titleOf = (some: Uint8Array<ArrayBuffer>) => {
    const read = readBytes(some);
    return read.ok ? "taken" : read.fault.title;
  };
  expect(titleOf(bytes(0x89, 0x50, 0x4e, 0x47, 0))).toBe("This is not a text file");
  expect(titleOf(utf8("[default]\n\u0000"))).toBe("This is not a text file");
  expect(titleOf(bytes(0xff, 0xfe, 0x5b, 0))).toBe("This file is UTF-16");
  expect(titleOf(bytes(0xfe, 0xff, 0, 0x5b))).toBe("This file is UTF-16");
  expect(titleOf(bytes(0x23, 0x0d, 0x0a, 0x23, 0xe9, 0x0a))).toBe("Line 2 is not UTF-8");
  expect(titleOf(new Uint8Array(5 * 1024 * 1024 + 1).fill(35))).toBe("This file is larger than 5 MB");
});

test("a file that is too large is not read", async () => {
  const file = new File([new Uint8Array(5 * 1024 * 1024 + 1)], "config");
  file.arrayBuffer = () => Promise.reject(new Error("it was read"));
  expect(await readFile(file)).toMatchObject({
    ok: false,
    fault: { title: "This file is larger than 5 MB" },
  });
});

test("a file that cannot be read is told so", async () => {
  const file = new File(["x"], "config");
  file.arrayBuffer = () => Promise.reject(new Error("gone"));
  expect(await readFile(file)).toMatchObject({
    ok: false,
    fault: { title: "The browser could not read this file" },
  });
});

test("a picture that was pasted as text is no config", () => {
  expect(readPasted("\u0001\u0002")).toMatchObject({ ok: false });
});
