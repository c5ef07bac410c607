/**
 * Reads a file of settings in YAML. The only place that knows the YAML reader. A file of settings needs lists, names and
 * texts, so nothing else of YAML is taken: no aliases, no tags, no second document, and every value is the text that was
 * written. Faults say where, never what stands there: it may be a secret.
 */

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";

type Place = readonly (string | number)[];

export type YamlFile = {
  value: unknown;
  /** Of the nearest thing that is there. With `key`, of the name itself in the mapping at `place`. */
  at(place: Place, key?: string): Position;
};

type Position = { line: number; column: number };

/** Longest file. Twenty instances, each with a comment, are a tenth of it. */
const mostBytes = 64 * 1024;

/** A file that is wrong from top to bottom need not be told line by line. */
const mostFaults = 5;

/** The file, or what is wrong with it: where, as it goes on from the file's name, and what. */
export function readYaml(path: string): YamlFile | { faults: [string, string][] } {
  const read = textOf(path);
  if ("fault" in read) return { faults: [["", read.fault]] };

  const lines = new LineCounter();
  const where = (offset: number): Position => {
    const { line, col: column } = lines.linePos(offset);
    return { line, column };
  };
  try {
    const document = parseDocument(read.text, {
      schema: "failsafe",
      merge: false,
      stringKeys: true,
      prettyErrors: false,
      lineCounter: lines,
    });
    const faults: [string, string][] = [
      ...document.errors.map(({ code, pos }) => ({ offset: pos[0], message: `is not YAML here (${code})` })),
      ...unwanted(document).map((offset) => ({ offset, message: "has an alias, an anchor or a tag" })),
    ].map(({ offset, message }) => [told(where(offset)), message]);
    if (faults.length > 0) return { faults: faults.slice(0, mostFaults) };
    return {
      value: document.toJS({ maxAliasCount: 0 }),
      at: (place, key) => where(offsetOf(document.contents, place, key)),
    };
  } catch {
    // Thousands of brackets in one another exhaust the reader.
    return { faults: [["", "cannot be read as YAML"]] };
  }
}

/** As it goes on from the file's name. */
export function told({ line, column }: Position): string {
  return `, line ${line}, column ${column}`;
}

/** Never more than is allowed, whatever the file is or becomes meanwhile. */
function textOf(path: string): { text: string } | { fault: string } {
  let file: number | undefined;
  try {
    if (!statSync(path).isFile()) return { fault: "is not a file" };
    file = openSync(path, "r");
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < bytes.length; length += got) {
      got = readSync(file, bytes, length, bytes.length - length, null);
    }
    if (length > mostBytes) return { fault: `is larger than ${mostBytes / 1024} kB` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length)) };
  } catch (failure) {
    const code = failure instanceof Error && "code" in failure ? ` (${String(failure.code)})` : "";
    return { fault: `cannot be read${code}` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Where something stands that a few lines can make into gigabytes, or into something else than text. */
function unwanted(document: Document): number[] {
  const found: number[] = [];
  visit(document, {
    Alias: (_, node) => void found.push(node.range?.[0] ?? 0),
    Value: (_, node) => {
      if (node.anchor || node.tag) found.push(node.range?.[0] ?? 0);
    },
  });
  return found;
}

function offsetOf(root: unknown, place: Place, key?: string): number {
  let offset = 0;
  let node = root;
  for (const step of key === undefined ? place : [...place, key]) {
    if (isNode(node)) offset = node.range?.[0] ?? offset;
    if (isSeq(node)) node = node.items[Number(step)];
    else if (isMap(node)) {
      const pair = node.items.find((it) => isScalar(it.key) && it.key.value === step);
      if (key !== undefined && step === key && isNode(pair?.key)) return pair.key.range?.[0] ?? offset;
      node = pair?.value;
    } else return offset;
  }
  return isNode(node) ? (node.range?.[0] ?? offset) : offset;
}
