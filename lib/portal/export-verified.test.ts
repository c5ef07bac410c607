/** What was taken out proves itself: with the public key alone, no portal and no database. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { exportAudit } from "@/lib/portal/export-audit";
import { newFacts } from "@/lib/portal/portal-for-tests";
import { record } from "@/lib/portal/record";
import { verifyCommand } from "@/lib/portal/verify-command";
import { writeCheckpoint } from "@/lib/store/audit-checkpoints";
import { savePerson } from "@/lib/store/people";
import { signingPublicKey } from "@/lib/store/signing-key";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

const folder = mkdtempSync(join(tmpdir(), "sallyport-export-"));
const key = join(folder, "key.pem");
let store: TestStore;
let person: Person;

async function signOuts(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    await record(person, newFacts(), { kind: "sign-out", detail: { everywhere: false } });
  }
  await writeCheckpoint();
}

beforeAll(async () => {
  store = await startTestStore();
  writeFileSync(key, signingPublicKey().pem);
  person = await savePerson({
    issuer: "https://id.example.com",
    subject: "00u1",
    name: "ß 🦉 \u202e",
    email: "ada@example.com",
    emailVerified: true,
    userName: "ada",
    groups: null,
  });
  await signOuts(5);
  await signOuts(3);
});

afterAll(async () => {
  await store.stop();
});

async function taken(reached: { after: number; statement: number | null }, filter = {}): Promise<string> {
  const wanted = { format: "jsonl", filter, ...reached } as const;
  return await new Response(await exportAudit(person, newFacts(), wanted)).text();
}

async function verified(text: string, ...more: string[]): Promise<{ code: number; lines: string[] }> {
  const file = join(folder, "record.jsonl");
  writeFileSync(file, text);
  return await verifyCommand(["--file", file, "--public-key", key, ...more], {}, () => undefined);
}

const beginning = { after: 0, statement: null };

test("the whole record verifies, and one character that was changed is found", async () => {
  const text = await taken(beginning);
  expect(await verified(text)).toMatchObject({ code: 0 });
  expect(await verified(text.replace("sign-out", "sign-oud"))).toMatchObject({ code: 1 });
});

test("a record taken in two goes verifies as one", async () => {
  const first = await taken(beginning);
  const places = first.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  const after = Math.max(...places.flatMap(({ seq }) => seq ?? []));
  const statement = Math.max(...places.flatMap(({ statement: it }) => it?.number ?? []));
  await signOuts(2);
  const rest = await taken({ after, statement });
  expect(rest).toContain('{"statement"');
  expect(await verified(first + rest)).toMatchObject({ code: 0 });
});

test("chosen events verify as a selection, and do not pass for the whole", async () => {
  const text = await taken(beginning, { kind: "sign-out" });
  await signOuts(1);
  expect(await verified(text, "--selection")).toMatchObject({ code: 0 });
  expect(await verified(text)).toMatchObject({ code: 1 });
});
