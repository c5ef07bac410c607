/** The search can fail: a secret that is planted is found, however it is encoded and wherever it lies. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "@playwright/test";
import { secretAccessKey, sessionToken } from "@/sandbox/aws/minting";
import { secretMark } from "@/sandbox/mark";
import { adminUrl, startPostgres } from "./postgres";
import { type Finding, findSecrets, learnSecret, searchAll } from "./secrets";
import { dumpOf, filesIn } from "./secrets-on-disk";
import { storageOf } from "./storage-of-page";

const awkward = 'an"awkward/secret+with=everything<in>it';
learnSecret("a planted one", awkward);

const everyByte = (text: string) => Buffer.from(text).toString("hex").replace(/../g, "%$&").toUpperCase();
const encodings: Record<string, (text: string) => string | Buffer> = {
  "as it is": (text) => text,
  "in JSON": (text) => JSON.stringify({ text }),
  "in JSON as PHP writes it": (text) => JSON.stringify({ text }).replaceAll("/", "\\/"),
  "in a query": (text) => new URLSearchParams({ text }).toString(),
  "in a path": encodeURIComponent,
  "in a path, every byte": everyByte,
  "in base64": btoa,
  "in base64, one byte before it": (text) => btoa(`:${text}:`),
  "in base64, two bytes before it": (text) => btoa(`a:${text}`),
  "in base64url": (text) => Buffer.from(text).toString("base64url"),
  "in base64url, one byte before it": (text) => Buffer.from(`~${text}`).toString("base64url"),
  "in base64url, two bytes before it": (text) => Buffer.from(`~~${text}`).toString("base64url"),
  "in hex": (text) => Buffer.from(text).toString("hex"),
  "in hex, upper case": (text) => Buffer.from(text).toString("hex").toUpperCase(),
  "in UTF-16": (text) => Buffer.from(text, "utf16le"),
  "in UTF-16, big-endian": (text) => Buffer.from(text, "utf16le").swap16(),
};

/** Among other bytes, as it would be. */
function found(planted: string | Buffer): Finding[] {
  return findSecrets(
    Buffer.concat([Buffer.from("before "), Buffer.from(planted as Buffer), Buffer.alloc(40)]),
  );
}

for (const [how, encode] of Object.entries(encodings)) {
  test(`a secret ${how} is found`, () => {
    for (const secret of [secretAccessKey(), sessionToken(), awkward])
      expect(found(encode(secret)).length, secret).toBeGreaterThan(0);
  });
}

test("nothing is found where nothing is", () => {
  expect(found("AKIAIOSFODNN7EXAMPLE sandboxsecret SANDBOXSECRET an awkward secret")).toEqual([]);
});

test("what is told of a find does not tell the secret", () => {
  const secret = sessionToken();
  const [finding] = found(`{"sessionToken":"${secret}"}`);
  expect(finding?.context).toContain("sessionToken");
  expect(finding?.context).not.toContain(secretMark);
  expect(finding?.context).not.toContain(secret.slice(-20));
  expect(finding?.context).not.toContain(secret.slice(30, 42));
  expect(found(`"${awkward}"`)[0]?.context).toMatch(/\[secret\]</);
});

test("a secret that the database has compressed is found in its files, wherever it stood", async () => {
  test.slow();
  const folder = mkdtempSync(join(tmpdir(), "sallyport-planted-"));
  try {
    const engine = await PGlite.create(folder);
    await engine.exec("CREATE TABLE planted (text text)");
    for (let before = 0; before < 8; before += 1) {
      const long = `${"-".repeat(before)}${JSON.stringify({ note: "this is long. ".repeat(400), secretAccessKey: secretAccessKey() })}`;
      await engine.query("INSERT INTO planted VALUES ($1)", [long]);
    }
    await engine.exec("CHECKPOINT");
    await engine.close();
    const files = searchAll("folder", folder, filesIn(folder)).findings.map(({ at }) => at);
    expect(files.filter((at) => at.startsWith("pg_wal/")).length).toBeGreaterThanOrEqual(8);
    expect(files.filter((at) => at.startsWith("base/")).length).toBeGreaterThanOrEqual(8);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a secret in a dump is found, as text and in bytes", async () => {
  test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");
  const postgres = await startPostgres(adminUrl ?? "");
  try {
    postgres.sql("CREATE TABLE planted (name text, bytes bytea)");
    const find = () => searchAll("database", "planted", dumpOf(postgres.direct)).findings.length;
    expect(find()).toBe(0);
    postgres.sql(`INSERT INTO planted (name) VALUES ('${secretAccessKey()}')`);
    expect(find()).toBe(1);
    const inside = Buffer.from(btoa(secretAccessKey())).toString("hex");
    postgres.sql(`TRUNCATE planted; INSERT INTO planted (bytes) VALUES ('\\x${inside}')`);
    expect(find()).toBe(1);
  } finally {
    postgres.sql("DROP TABLE planted");
    await postgres.drop();
  }
});

test("a secret in a file of any name is found", () => {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-planted-"));
  writeFileSync(join(folder, ".hidden"), secretAccessKey());
  expect(searchAll("build", folder, filesIn(folder)).findings).toMatchObject([{ at: ".hidden byte 0" }]);
  rmSync(folder, { recursive: true });
});

test("a secret in anything that a page keeps is found", async ({ page }) => {
  await page.route("http://localhost/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<p>" }),
  );
  await page.goto("http://localhost/");
  expect(findSecrets(Buffer.from(await page.evaluate(storageOf)))).toEqual([]);
  await page.evaluate(
    async (secrets) => {
      const [local = "", session = "", name = "", state = "", record = "", answer = ""] = secrets;
      localStorage.setItem("a", local);
      sessionStorage.setItem("a", session);
      window.name = name;
      history.replaceState({ state }, "");
      await new Promise((done) => {
        const opening = indexedDB.open("database");
        opening.onupgradeneeded = () => opening.result.createObjectStore("store").add({ record }, 1);
        opening.onsuccess = () => done(opening.result.close());
      });
      await (await caches.open("cache")).put("/kept", new Response(answer));
    },
    Array.from({ length: 6 }, secretAccessKey),
  );
  expect(findSecrets(Buffer.from(await page.evaluate(storageOf)))).toHaveLength(6);
});
