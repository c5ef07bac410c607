/** Signed statements, on each kind of store: without gaps, each bound to the one before, by a key that the database has not. */

import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Statement } from "@/lib/core/record-line";
import { appendTombstone, writeCheckpoint } from "./audit-checkpoints";
import { appendEvent } from "./audit-log";
import { database } from "./database";
import { merkleTree } from "./merkle-root";
import { parsedText, readStatement, statementDigest } from "./record-statement";
import { keyIdOf, signingPublicKey, trustedKeys } from "./signing-key";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";

const failed = () =>
  appendEvent({
    kind: "sign-in.failed",
    detail: { problem: "provider-unavailable" },
    correlationId: randomUUID(),
  });

async function record(count: number): Promise<void> {
  // A batch's worth at a time: each has two seconds.
  for (let left = count; left > 0; left -= 500) {
    await Promise.all(Array.from({ length: Math.min(left, 500) }, failed));
  }
}

function said(statement: Statement | null) {
  const text = statement && parsedText(statement.text);
  if (!text) throw new Error("no statement");
  return text;
}

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  const folder = mkdtempSync(join(tmpdir(), "sallyport-keys-"));
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    applySettings({ AUDIT_SIGNING_KEY_FILE: "", AUDIT_TRUSTED_KEYS_FILE: "" });
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  const hashes = async (from: number, to: number) => {
    const rows = await store.query<{ hex: string }>(
      "SELECT encode(hash, 'hex') AS hex FROM audit_event WHERE seq BETWEEN $1 AND $2 ORDER BY seq",
      [from, to],
    );
    return rows.map(({ hex }) => hex);
  };
  const rootOf = (leaves: string[]) => {
    const tree = merkleTree();
    for (const leaf of leaves) tree.add(leaf);
    return tree.root();
  };

  test("where nothing happened there is nothing to sign", async () => {
    expect(await writeCheckpoint()).toBeNull();
  });

  test("a checkpoint says how far the record goes, and what is in it", async () => {
    await record(7);
    const first = await writeCheckpoint();
    const leaves = await hashes(1, 7);
    expect(said(first)).toMatchObject({
      kind: "checkpoint",
      number: 1,
      previous: "0".repeat(64),
      firstSeq: 1,
      seq: 7,
      count: 7,
      head: leaves[6],
      merkleRoot: rootOf(leaves),
    });
    expect(await writeCheckpoint()).toBeNull();

    await record(3);
    expect(said(await writeCheckpoint())).toMatchObject({
      number: 2,
      previous: statementDigest(first?.text ?? ""),
      firstSeq: 8,
      seq: 10,
      count: 3,
      merkleRoot: rootOf(await hashes(8, 10)),
    });
  });

  test("it is made when enough has happened, or when enough time has passed", async () => {
    await record(5);
    expect(await writeCheckpoint({ events: 6, seconds: 3_600 })).toBeNull();
    expect(said(await writeCheckpoint({ events: 5, seconds: 3_600 }))).toMatchObject({ count: 5 });
    await record(1);
    expect(said(await writeCheckpoint({ events: 1_000, seconds: 0 }))).toMatchObject({ count: 1 });
  });

  test("one that spans many batches has the root of all of them", async () => {
    await record(5_050);
    const span = said(await writeCheckpoint());
    expect(span.count).toBe(5_050);
    expect(span.merkleRoot).toBe(rootOf(await hashes(span.firstSeq, span.seq)));
  });

  test("several that are written at once, while events are, follow each other without a gap", async () => {
    const made: (Statement | null)[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < 5; round += 1) {
          await record(2);
          made.push(await writeCheckpoint());
        }
      }),
    );
    const rows = await store.query<{ text: string }>("SELECT text FROM audit_checkpoint ORDER BY number");
    const all = rows.map(({ text }) => ({ text, ...parsedText(text) }));
    expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
    for (const [index, { previous, firstSeq }] of all.entries()) {
      if (index === 0) continue;
      expect(previous).toBe(statementDigest(all[index - 1]?.text ?? ""));
      expect(firstSeq).toBe((all[index - 1]?.seq ?? 0) + 1);
    }
    expect(made.filter((statement) => statement !== null).length).toBeGreaterThan(0);
  });

  test("a tombstone says what was taken away, by whom and why; checkpoints go on from where they were", async () => {
    await record(1);
    const before = said(await writeCheckpoint());
    const { transact } = await database();
    const removal = { lastSeq: 4, reason: "older than 400 days", actor: "npm run db:maintain" };
    const first = said(await transact((sql) => appendTombstone(sql, removal)));
    expect(first).toMatchObject({
      kind: "tombstone",
      number: before.number + 1,
      firstSeq: 1,
      seq: 4,
      count: 4,
      merkleRoot: rootOf(await hashes(1, 4)),
      reason: "older than 400 days",
      actor: "npm run db:maintain",
    });
    expect(said(await transact((sql) => appendTombstone(sql, { ...removal, lastSeq: 9 })))).toMatchObject({
      firstSeq: 5,
      seq: 9,
      number: before.number + 2,
    });
    await record(1);
    expect(said(await writeCheckpoint())).toMatchObject({
      number: before.number + 3,
      firstSeq: before.seq + 1,
      count: 1,
    });
    await expect(transact((sql) => appendTombstone(sql, removal))).rejects.toThrow("no event 4");
    await expect(transact((sql) => appendTombstone(sql, { ...removal, lastSeq: 10 ** 9 }))).rejects.toThrow();
  });

  test("a tombstone is not there where its transaction failed", async () => {
    const { transact } = await database();
    const numbers = () => store.query("SELECT number FROM audit_checkpoint");
    const before = await numbers();
    const failing = transact(async (sql) => {
      await appendTombstone(sql, { lastSeq: 12, reason: "r", actor: "a" });
      throw new Error("the export failed");
    });
    await expect(failing).rejects.toThrow("the export failed");
    expect(await numbers()).toHaveLength(before.length);
  });

  test("a statement is believed as it was signed, under its own key, and not with another column", async () => {
    await record(1);
    const statement = await writeCheckpoint();
    if (!statement) throw new Error("no checkpoint");
    expect(readStatement(statement, trustedKeys())).toMatchObject({ said: { seq: statement.seq } });
    const faultOf = (changed: Partial<Statement>) =>
      readStatement({ ...statement, ...changed }, trustedKeys());
    expect(faultOf({ text: statement.text.replace('"count":1', '"count":2') })).toEqual({
      fault: "signature",
    });
    expect(faultOf({ signature: Buffer.alloc(64).toString("base64") })).toEqual({ fault: "signature" });
    expect(faultOf({ signature: "" })).toEqual({ fault: "signature" });
    expect(faultOf({ seq: statement.seq + 1 })).toEqual({ fault: "text" });
    expect(faultOf({ number: statement.number + 1 })).toEqual({ fault: "text" });
    expect(faultOf({ at: longAgo })).toEqual({ fault: "text" });
    expect(faultOf({ kind: "tombstone" })).toEqual({ fault: "text" });
    expect(faultOf({ keyId: "0000000000000000" })).toEqual({ fault: "unknown-key" });
  });

  test("any tool can check a signature with the public key alone", async () => {
    await record(1);
    const { text, signature, keyId } = (await writeCheckpoint()) ?? { text: "", signature: "", keyId: "" };
    const { id, pem } = signingPublicKey();
    expect(keyId).toBe(id);
    const key = createPublicKey(pem);
    expect(verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"))).toBe(true);
  });

  test("after a rotation of PORTAL_SECRET another key signs, and the former is still believed", async () => {
    const former = signingPublicKey().id;
    const secret = store.settings.PORTAL_SECRET ?? "";
    applySettings({ PORTAL_SECRET: "another secret for tests, long enough", PORTAL_SECRET_PREVIOUS: secret });
    expect(signingPublicKey().id).not.toBe(former);
    expect([...trustedKeys().keys()]).toContain(former);
    applySettings({ PORTAL_SECRET_PREVIOUS: "" });
    expect([...trustedKeys().keys()]).not.toContain(former);
    applySettings({ PORTAL_SECRET: secret });
    expect(signingPublicKey().id).toBe(former);
  });

  test("a key of one's own signs, and public keys of a file are believed", async () => {
    const [own, other] = [0, 1].map(() => generateKeyPairSync("ed25519").privateKey);
    if (!own || !other) throw new Error("no keys");
    const signing = join(folder, "signing.pem");
    const trusted = join(folder, "trusted.pem");
    writeFileSync(signing, String(own.export({ type: "pkcs8", format: "pem" })));
    writeFileSync(trusted, String(createPublicKey(other).export({ type: "spki", format: "pem" })));
    const derived = signingPublicKey().id;
    applySettings({ AUDIT_SIGNING_KEY_FILE: signing, AUDIT_TRUSTED_KEYS_FILE: trusted });
    await record(1);
    const statement = await writeCheckpoint();
    expect(statement?.keyId).toBe(keyIdOf(createPublicKey(own)));
    expect([...trustedKeys().keys()].sort()).toEqual(
      [derived, keyIdOf(createPublicKey(own)), keyIdOf(createPublicKey(other))].sort(),
    );
    expect(createPrivateKey(own.export({ type: "pkcs8", format: "pem" })).asymmetricKeyType).toBe("ed25519");
    expect(await store.dump()).not.toContain(derivedSecret(own));
  });

  test.each([
    "UPDATE audit_checkpoint SET seq = 1",
    "DELETE FROM audit_checkpoint",
    "TRUNCATE audit_checkpoint",
  ])("the database refuses %s", async (statement) => {
    await expect(store.run(statement)).rejects.toThrow("append-only");
  });
});

const longAgo = new Date(0).toISOString();

/** The seed of a key, in hexadecimal. */
function derivedSecret(key: ReturnType<typeof createPrivateKey>): string {
  return key.export({ type: "pkcs8", format: "der" }).subarray(-32).toString("hex");
}

describe("the Merkle tree", () => {
  const leaf = (index: number) => Buffer.alloc(32, index).toString("hex");

  /** As RFC 6962, 2.1 writes it down, from the top. */
  const byTheBook = (leaves: string[]): string => {
    const [only] = leaves;
    if (leaves.length === 1 && only !== undefined) return only;
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    const tree = merkleTree();
    tree.add(byTheBook(leaves.slice(0, split)));
    tree.add(byTheBook(leaves.slice(split)));
    return tree.root();
  };

  test("has the root that RFC 6962 defines, for any number of leaves", () => {
    for (let size = 1; size <= 130; size += 1) {
      const leaves = Array.from({ length: size }, (_, index) => leaf(index));
      const tree = merkleTree();
      for (const each of leaves) tree.add(each);
      expect(tree.root()).toBe(byTheBook(leaves));
    }
  });

  test("of nothing is the digest of nothing, and two leaves are joined under their own prefix", () => {
    expect(merkleTree().root()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const tree = merkleTree();
    tree.add("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    tree.add("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
    // The second root of the test vectors that certificate-transparency logs share.
    expect(tree.root()).toBe("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  });
});
