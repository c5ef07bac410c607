/** `npm run audit:verify` as a process of its own: with nothing but a file and a public key, and on a store that nobody has open. */

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventLine, statementLine } from "@/lib/core/record-line";
import { record } from "@/lib/portal/record";
import { writeCheckpoint } from "@/lib/store/audit-checkpoints";
import { database } from "@/lib/store/database";
import { closeStore, openStore } from "@/lib/store/open-store";
import { recordRows } from "@/lib/store/record-rows";
import { signingPublicKey } from "@/lib/store/signing-key";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "sallyport-verify-"));
const [file, key, anchor] = ["record.jsonl", "key.pem", "anchors.jsonl"].map((name) => join(folder, name));
let store: TestStore;

type Ended = { code: number; said: string };

/** Without any variable but the path. */
async function verify(args: (string | undefined)[], env: Record<string, string> = {}): Promise<Ended> {
  const command = ["scripts/command.mjs", "audit-verify", ...args.map(String)];
  const path = { PATH: `${process.env.PATH}`, NODE_ENV: "production" } as const;
  return await run(process.execPath, command, { env: { ...path, ...env } }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (failure) => ({ code: failure.code, said: failure.stdout }),
  );
}

beforeAll(async () => {
  store = await startTestStore();
  for (let index = 0; index < 9; index += 1) {
    await record(null, { correlationId: randomUUID() }, { kind: "sign-out", detail: { everywhere: false } });
    if (index % 4 === 3) await writeCheckpoint();
  }
  const lines: string[] = [];
  const anchors: string[] = [];
  for await (const batch of recordRows(await database(), { batchSize: 100 })) {
    for (const item of batch) {
      if ("seq" in item) lines.push(eventLine({ ...item, at: new Date(item.at).toISOString() }));
      if ("statement" in item) lines.push(statementLine(item.statement));
      if ("statement" in item) anchors.push(statementLine(item.statement));
    }
  }
  writeFileSync(`${file}`, `${lines.join("\n")}\n`);
  writeFileSync(`${anchor}`, `${anchors.join("\n")}\n`);
  writeFileSync(`${key}`, signingPublicKey().pem);
}, 120_000);

afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

const changed = (name: string, change: (lines: string[]) => string[]) => {
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(`${file}`, "utf8").trim().split("\n")).join("\n"));
  return path;
};

test("an exported record is intact, by its public key alone", { timeout: 120_000 }, async () => {
  const { code, said } = await verify(["--file", file, "--public-key", key, "--anchor", anchor]);
  expect(said).toContain("The audit record is intact.");
  expect(said).toContain("9 events, 2 signed statements.");
  expect(said).toContain("No signature vouches for 1 of the events");
  expect(code).toBe(0);
});

test("a line that was changed is named, and one that is gone", { timeout: 120_000 }, async () => {
  const path = changed("changed.jsonl", (lines) =>
    lines.flatMap((line, index) => (index === 1 ? [] : [index === 6 ? line.replace("false", "true") : line])),
  );
  const { code, said } = await verify(["--file", path, "--public-key", key]);
  expect(said).toContain("The audit record is NOT intact: 2 faults.");
  expect(said).toContain("Event 2 is missing.");
  expect(said).toContain("Event 6 is not as recorded");
  expect(code).toBe(1);
});

test("a selection says what it cannot tell", { timeout: 120_000 }, async () => {
  const path = changed("selection.jsonl", (lines) => lines.filter((_, index) => index % 3 !== 1));
  const { code, said } = await verify(["--file", path, "--public-key", key, "--selection"]);
  expect(said).toContain("Whether others were left out cannot be told from a selection.");
  expect(code).toBe(0);
});

test("a database is verified, and not while the portal has it open", { timeout: 120_000 }, async () => {
  const { DATA_DIR = "" } = store.settings;
  const open = await verify(["--public-key", key], { DATA_DIR });
  expect(open).toMatchObject({
    code: 2,
    said: expect.stringContaining("room for one process: stop the portal"),
  });
  await closeStore();
  const closed = await verify(["--public-key", key, "--anchor", anchor], { DATA_DIR });
  await openStore();
  expect(closed.said).toContain("The audit record is intact.");
  expect(closed.code).toBe(0);
});

test("what cannot be checked is said, and is neither intact nor faulty", { timeout: 120_000 }, async () => {
  expect(await verify(["--file", file])).toMatchObject({
    code: 2,
    said: expect.stringContaining("--public-key"),
  });
  expect(await verify(["--public-key", key], { DATA_DIR: join(folder, "none") })).toMatchObject({
    code: 2,
    said: expect.stringContaining("There is no record in"),
  });
});
