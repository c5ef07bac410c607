/** A stream ends when nobody needs it any more, and what it reads from ends with it. */

import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { jsonLines } from "@/lib/web/json-lines";
import { closeServers } from "@/lib/web/request-hook";

afterEach(() => forget("open-answers"));

const never = new AbortController().signal;

/** One line, then nothing until whoever reads has left. */
function waiting() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  async function* lines(signal: AbortSignal) {
    try {
      yield { line: 1 };
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      end();
    }
  }
  return { lines, ended };
}

test("values arrive as lines of JSON", async () => {
  async function* lines() {
    yield { kind: "first", text: "two\nlines" };
    yield { kind: "last" };
  }
  expect(await jsonLines(lines, never).text()).toBe(
    '{"kind":"first","text":"two\\nlines"}\n{"kind":"last"}\n',
  );
});

test("a reader who leaves ends the source", async () => {
  const { lines, ended } = waiting();
  const reader = jsonLines(lines, never).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await ended;
});

test("a request that is gone ends the source, also one that was gone before", async () => {
  const gone = new AbortController();
  const { lines, ended } = waiting();
  const text = jsonLines(lines, gone.signal).text();
  gone.abort();
  expect(await text).toBe('{"line":1}\n');
  await ended;
  expect(await jsonLines(async function* () {}, AbortSignal.abort()).text()).toBe("");
});

test("a process that stops ends the stream in order", async () => {
  const { lines, ended } = waiting();
  const text = jsonLines(lines, never).text();
  closeServers();
  expect(await text).toBe('{"line":1}\n');
  await ended;
});

test("a source that fails breaks the stream: half a list does not look like a whole one", async () => {
  async function* lines() {
    yield 1;
    throw new Error("no more");
  }
  await expect(jsonLines(lines, never).text()).rejects.toThrow();
});
