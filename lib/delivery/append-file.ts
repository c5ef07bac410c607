/**
 * The record to a file, one JSON object a line. The file is only ever added to: where a writer was killed in the middle of a line,
 * the line is finished and not begun again. It is opened anew for each parcel, so that whoever rotates it need not tell us.
 */

import "server-only";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { PortalError } from "@/lib/core/portal-error";
import type { Parcel, Receiver } from "@/lib/delivery/receiver";

/** Longer than any two lines. */
const tailBytes = 512 * 1024;

const lineEnd = Buffer.from("\n");

/** What the file ends with: its last whole line, and what of a further one was written. */
type Tail = { last: Buffer; begun: Buffer };

async function tailOf(file: FileHandle): Promise<Tail> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.min(size, tailBytes));
  let length = 0;
  for (let got = 1; got > 0 && length < bytes.length; length += got) {
    got = (await file.read(bytes, length, bytes.length - length, size - bytes.length + length)).bytesRead;
  }
  const end = bytes.lastIndexOf(lineEnd);
  const before = end <= 0 ? -1 : bytes.lastIndexOf(lineEnd, end - 1);
  return { last: bytes.subarray(before + 1, Math.max(end, 0)), begun: bytes.subarray(end + 1) };
}

/** What is still to be written. Lines are told by their bytes, not by their numbers: a file of another record has those, too. */
function missing(parcel: Parcel, { last, begun }: Tail): Buffer {
  const lines = parcel.map(({ line }) => Buffer.from(line, "utf8"));
  const left = lines.slice(lines.findLastIndex((line) => line.equals(last)) + 1);
  const text = Buffer.concat(left.flatMap((line) => [line, lineEnd]));
  const [next] = left;
  if (begun.length === 0 || !next) return text;
  const isOurs = next.subarray(0, begun.length).equals(begun);
  // A piece that we know nothing of keeps a line to itself.
  return isOurs ? text.subarray(begun.length) : Buffer.concat([lineEnd, text]);
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

/** Readable by the owner's group, by nobody else. A pipe or a device does not keep what it is given. */
async function opened(path: string): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_RDWR, O_NONBLOCK } = constants;
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK, 0o640);
  const isFile = (await file.stat()).isFile();
  if (isFile) return file;
  await file.close();
  throw Object.assign(new Error("no file"), { code: "ENOTAFILE" });
}

async function add(path: string, parcel: Parcel): Promise<void> {
  const file = await opened(path);
  try {
    const tail = await tailOf(file);
    await writeAll(file, missing(parcel, tail));
    await file.sync();
    const isNew = tail.last.length === 0 && tail.begun.length === 0;
    if (isNew) await syncFolder(path);
  } finally {
    await file.close();
  }
}

function unwritable(path: string, failure: unknown): PortalError {
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "unknown";
  return new PortalError("delivery-unwritable", `${path}: ${code}`);
}

export function appendFile(path: string): Receiver {
  return {
    destination: path,
    most: { items: 500, bytes: 1_000_000 },
    send: async (parcel) => {
      await add(path, parcel).catch((failure: unknown) => {
        throw unwritable(path, failure);
      });
    },
  };
}
