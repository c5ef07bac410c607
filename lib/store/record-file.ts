/** The record, or a part of it, as a file of lines: for whoever has no database. And the anchors, which are such a file, too. */

import "server-only";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseRecordLine } from "@/lib/core/record-line";
import { readStatement, statementDigest } from "./record-statement";
import type { TrustedKeys } from "./signing-key";
import type { AnchoredStatement, RecordItem } from "./verify-record";

const batchSize = 1_000;

function itemOf(line: string, number: number): RecordItem {
  const read = parseRecordLine(line);
  if (!read) return { unreadable: number };
  return "statement" in read ? read : { ...read, at: Date.parse(read.at), agrees: true };
}

async function* linesOf(path: string): AsyncGenerator<{ line: string; number: number }> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== "") yield { line, number };
  }
}

/** Line by line, with the memory of a batch. Throws where the file cannot be read. */
export async function* recordFile(path: string): AsyncGenerator<RecordItem[]> {
  let batch: RecordItem[] = [];
  for await (const { line, number } of linesOf(path)) {
    batch.push(itemOf(line, number));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

export type AnchorFile = {
  anchors: AnchoredStatement[];
  /** Numbers of those that no trusted key signed, and of lines that are none. */
  unsigned: number[];
  unreadable: number[];
};

export async function readAnchorFile(path: string, trusted: TrustedKeys): Promise<AnchorFile> {
  const file: AnchorFile = { anchors: [], unsigned: [], unreadable: [] };
  for await (const { line, number } of linesOf(path)) {
    const read = parseRecordLine(line);
    if (!read || !("statement" in read)) file.unreadable.push(number);
    else if ("fault" in readStatement(read.statement, trusted)) file.unsigned.push(read.statement.number);
    else {
      const { number: place, seq, text } = read.statement;
      file.anchors.push({ number: place, seq, digest: statementDigest(text) });
    }
  }
  return file;
}
