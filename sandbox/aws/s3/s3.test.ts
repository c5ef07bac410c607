/** The emulator's S3, by AWS's own clients: what a lock keeps, what is refused, and how. */

import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failure } from "@/sandbox/aws/clients-for-tests";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";
import { type Actor, homeRegion, portalActor, strangerActor } from "@/sandbox/aws/instance";

const hasCli = spawnSync("aws", ["--version"]).status === 0;
const Bucket = "sallyport-anchors";
const Key = "anchors/000000000001.json";
const tomorrow = () => new Date(Date.now() + 24 * 3600 * 1000);

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

function client(credentials: Actor = portalActor, region = homeRegion): S3Client {
  const endpoint = emulator.setting("AWS_ENDPOINT_URL_S3");
  return new S3Client({ region, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 });
}

function put(more: Partial<PutObjectCommandInput> = {}, by = client()) {
  return by.send(new PutObjectCommand({ Bucket, Key, Body: '{"é":1}', ...more }));
}

const locked = () => ({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: tomorrow() }) as const;

async function textOf(VersionId?: string): Promise<string> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return (await Body?.transformToString()) ?? "";
}

test("what was put is read as it was put, with its lock, under a version of its own", async () => {
  const { VersionId } = await put(locked());
  const { Body, ObjectLockMode, ObjectLockRetainUntilDate } = await client().send(
    new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
  );
  expect(await Body?.transformToString()).toBe('{"é":1}');
  expect(ObjectLockMode).toBe("COMPLIANCE");
  expect(ObjectLockRetainUntilDate?.getTime()).toBeGreaterThan(Date.now());
  expect(VersionId).toBeTruthy();
});

test("what is there is not put again where nothing may be there", async () => {
  await put({ IfNoneMatch: "*" });
  expect(await failure(put({ IfNoneMatch: "*", Body: "other" }))).toMatchObject({
    name: "PreconditionFailed",
    $metadata: { httpStatusCode: 412 },
  });
  expect(await textOf()).toBe('{"é":1}');
});

test("a version under lock cannot be deleted until its time is over", async () => {
  const { VersionId } = await put(locked());
  const deletion = () => client().send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  expect(await failure(deletion())).toMatchObject({ name: "AccessDenied" });
  emulator.clock.advance(2 * 24 * 3600);
  await deletion();
  expect(await failure(textOf())).toMatchObject({ name: "NoSuchKey" });
});

test("a deletion that names no version hides what is there, and takes nothing away", async () => {
  const { VersionId } = await put(locked());
  const { DeleteMarker } = await client().send(new DeleteObjectCommand({ Bucket, Key }));
  expect(DeleteMarker).toBe(true);
  expect(await failure(textOf())).toMatchObject({ name: "NoSuchKey" });
  expect(await textOf(VersionId)).toBe('{"é":1}');
});

describe("is refused", () => {
  test.each([
    ["a lock in a bucket without", { Bucket: "sallyport-plain", ...locked() }, "InvalidRequest", 400],
    ["a bucket that is not there", { Bucket: "nobodys-bucket" }, "NoSuchBucket", 404],
    ["a lock without its time", { ObjectLockMode: "COMPLIANCE" }, "InvalidArgument", 400],
    [
      "a lock that is over",
      { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: new Date(Date.now() - 1_000) },
      "InvalidArgument",
      400,
    ],
    ["a condition that S3 does not know", { IfNoneMatch: '"abc"' }, "NotImplemented", 501],
    ["a body that is not what its digest says", { ChecksumSHA256: `${"A".repeat(43)}=` }, "BadDigest", 400],
  ] as [string, Partial<PutObjectCommandInput>, string, number][])("%s", async (_, more, name, status) => {
    expect(await failure(put(more))).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  test("a lock without a checksum", async () => {
    const by = new S3Client({
      region: homeRegion,
      endpoint: emulator.setting("AWS_ENDPOINT_URL_S3"),
      credentials: portalActor,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    // As a client would that computes none.
    by.middlewareStack.addRelativeTo(
      <Args extends { request: unknown }, Answer>(next: (args: Args) => Promise<Answer>) =>
        (args: Args) => {
          const { headers } = args.request as { headers: Record<string, string> };
          for (const name of Object.keys(headers))
            if (/checksum|content-md5/.test(name)) delete headers[name];
          return next(args);
        },
      { name: "withoutChecksum", relation: "after", toMiddleware: "flexibleChecksumsMiddleware" },
    );
    expect(await failure(put(locked(), by))).toMatchObject({
      name: "InvalidRequest",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each([
    ["somebody without the right", strangerActor, homeRegion, "AccessDenied", 403],
    [
      "a key that does not exist",
      { ...portalActor, accessKeyId: "AKIANOBODYNOBODY0000" },
      homeRegion,
      "InvalidAccessKeyId",
      403,
    ],
    [
      "a signature by another secret",
      { ...portalActor, secretAccessKey: "other" },
      homeRegion,
      "SignatureDoesNotMatch",
      403,
    ],
    ["another region", portalActor, "us-east-1", "AuthorizationHeaderMalformed", 400],
  ])("%s", async (_, actor, region, name, status) => {
    expect(await failure(put({}, client(actor, region)))).toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    });
  });
});

test.skipIf(!hasCli)(
  "aws s3api puts with a lock, reads, and cannot delete",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "sallyport-s3-"));
    const file = join(folder, "body.json");
    writeFileSync(file, '{"a":1}');
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_DEFAULT_REGION: homeRegion,
      AWS_DEFAULT_OUTPUT: "json",
      AWS_MAX_ATTEMPTS: "1",
      AWS_ACCESS_KEY_ID: portalActor.accessKeyId,
      AWS_SECRET_ACCESS_KEY: portalActor.secretAccessKey,
      AWS_ENDPOINT_URL_S3: emulator.setting("AWS_ENDPOINT_URL_S3"),
      NODE_ENV: "test",
    } as const;
    const aws = (...args: string[]) =>
      promisify(execFile)("aws", ["s3api", ...args, "--bucket", Bucket, "--key", Key], { env });
    try {
      const lock = [
        "--object-lock-mode",
        "COMPLIANCE",
        "--object-lock-retain-until-date",
        tomorrow().toISOString(),
      ];
      const { stdout } = await aws("put-object", "--body", file, "--if-none-match", "*", ...lock);
      const { VersionId } = JSON.parse(stdout);
      await expect(aws("put-object", "--body", file, "--if-none-match", "*", ...lock)).rejects.toThrow(
        "PreconditionFailed",
      );
      await expect(aws("delete-object", "--version-id", VersionId)).rejects.toThrow("AccessDenied");
      const retention = JSON.parse(
        (
          await promisify(execFile)(
            "aws",
            ["s3api", "get-object", "--bucket", Bucket, "--key", Key, join(folder, "read")],
            { env },
          )
        ).stdout,
      );
      expect(retention).toMatchObject({ ObjectLockMode: "COMPLIANCE", VersionId });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
