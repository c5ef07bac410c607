import { expect, test } from "vitest";
import { accessLines } from "./read-lines";

function body(...pieces: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
}

async function kinds(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  const all: string[] = [];
  for await (const lines of accessLines(stream)) all.push(...lines.map((line) => line.kind));
  return all;
}

test("a line may come in pieces, even inside a letter", async () => {
  const bytes = new TextEncoder().encode(
    '{"kind":"accounts","instance":"main","accounts":[{"name":"Größe"}]}\n',
  );
  const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
  const { value } = await accessLines(body(...pieces)).next();
  expect(value).toEqual([{ kind: "accounts", instance: "main", accounts: [{ name: "Größe" }] }]);
});

test("many lines may come at once, and the last one without its line break", async () => {
  expect(await kinds(body('{"kind":"roles"}\n{"kind":"roles"}\n\n{"kind":"end"}'))).toEqual([
    "roles",
    "roles",
    "end",
  ]);
});

test("a kind that this page does not know is passed over", async () => {
  expect(await kinds(body('{"kind":"news"}\n[]\n{"kind":"end"}\n'))).toEqual(["end"]);
});

test("a line that broke off is an error and not an end", async () => {
  await expect(kinds(body('{"kind":"accounts","acc'))).rejects.toThrow(SyntaxError);
});
