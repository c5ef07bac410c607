/** Migrations: applied once, in order, whole or not at all, and a history that is not ours is refused. */

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "./database";
import { deployMigrations } from "./deploy-migrations";
import { applyMigrations, verifyMigrations } from "./migrate";
import { type Migration, readMigrations } from "./migrations";
import { closeStore, openStore } from "./open-store";
import { schemaDifference } from "./schema-difference";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

const ours = readMigrations();
const next = migration("9001_cup", "CREATE TABLE cup (id int); INSERT INTO cup VALUES (1);");
const broken = migration("9002_broken", "CREATE TABLE saucer (id int); SELECT 1 / 0;");

describe("the schema", () => {
  test("and the migrations say the same", async () => {
    expect(await schemaDifference()).toBeNull();
  });

  test("that has a table more is told from them", async () => {
    const schema = `${readFileSync("prisma/schema.prisma", "utf8")}\nmodel Cup {\n  id Int @id\n\n  @@map("cup")\n}\n`;
    expect(await schemaDifference(schema)).toContain('CREATE TABLE "cup"');
  });
});

test("migrations are read in the order of their numbers, with a checksum of their bytes", () => {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-migrations-"));
  for (const name of ["0002_b", "0010_c", "0001_a"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "migration.sql"), `-- ${name}\n`);
  }
  writeFileSync(join(folder, "migration_lock.toml"), "");
  const read = readMigrations(folder);
  rmSync(folder, { recursive: true });
  expect(read.map(({ name }) => name)).toEqual(["0001_a", "0002_b", "0010_c"]);
  expect(read[0]?.checksum).toBe(createHash("sha256").update("-- 0001_a\n").digest("hex"));
});

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(async () => {
    await store.run(
      `DROP TABLE IF EXISTS cup, saucer; DELETE FROM "_prisma_migrations" WHERE migration_name > '9'`,
    );
  });

  const apply = async (migrations: readonly Migration[]) =>
    applyMigrations((await database()).transact, migrations);
  const verify = async (migrations: readonly Migration[]) =>
    verifyMigrations((await database()).transact, migrations);
  const tables = async () =>
    (
      await store.query<{ name: string }>(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
      )
    ).map(({ name }) => name);

  test("what is missing is applied once, however many start at once", async () => {
    const applied = await Promise.all([
      apply([...ours, next]),
      apply([...ours, next]),
      apply([...ours, next]),
    ]);
    expect(applied.flat()).toEqual([next.name]);
    expect(await store.query("SELECT id FROM cup")).toEqual([{ id: 1 }]);
    expect(await apply([...ours, next])).toEqual([]);
  });

  test("one that fails leaves nothing of itself behind, and all of those before it", async () => {
    await expect(apply([...ours, next, broken])).rejects.toThrow("division by zero");
    expect(await tables()).toContain("cup");
    expect(await tables()).not.toContain("saucer");
    await expect(verify([...ours, next, broken])).rejects.toThrow(broken.name);
  });

  test("one that was changed after it was applied is refused by name", async () => {
    await apply([...ours, next]);
    const changed = migration(next.name, `${next.sql} -- a small correction`);
    await expect(apply([...ours, changed])).rejects.toThrow(`${next.name} was changed`);
    await expect(verify([...ours, changed])).rejects.toThrow(`${next.name} was changed`);
  });

  test("one that a newer version added behind ours is left alone: this version goes on while that one rolls out", async () => {
    await apply([...ours, next]);
    expect(await apply(ours)).toEqual([]);
    await verify(ours);
  });

  test("one that stands in the place of ours is refused by name", async () => {
    await apply([...ours, next]);
    const other = migration("9000_other", "SELECT 1");
    await expect(apply([...ours, other])).rejects.toThrow(`${next.name} where this version has 9000_other`);
    await expect(verify([...ours, other, next])).rejects.toThrow("9000_other");
  });

  test("verifying changes nothing and names what is missing", async () => {
    await verify(ours);
    await expect(verify([...ours, next])).rejects.toThrow(`${next.name}: run \`npm run db:deploy\``);
    expect(await tables()).not.toContain("cup");
  });
});

describe.runIf(storeKinds().includes("postgresql"))("with an owner's role of its own", () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore("postgresql");
  });
  afterAll(async () => {
    await store.stop();
  });

  test("the start only verifies, and db:deploy brings what is missing", async () => {
    const url = store.settings.DATABASE_URL ?? "";
    await store.run(`DROP SCHEMA public CASCADE; CREATE SCHEMA public`);
    await closeStore();
    applySettings({ DATABASE_MIGRATION_URL: url });

    await expect(openStore()).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.stringContaining("run `npm run db:deploy`"),
    });
    expect(await deployMigrations(url)).toEqual(ours.map(({ name }) => name));
    await openStore();
    expect(await deployMigrations(url)).toEqual([]);
  });
});
