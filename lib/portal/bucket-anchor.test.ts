/** Anchors in a bucket, against an S3 that locks as AWS does: written once, never over another, and whatever fails is said. */

import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { assertBucketIsAtAws } from "@/lib/aws/endpoints";
import { settingsFor } from "@/lib/aws/server-for-tests";
import { forget } from "@/lib/core/once";
import type { Parcel } from "@/lib/delivery/receiver";
import { bucketAnchor } from "@/lib/portal/bucket-anchor";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";
import { homeRegion, portalActor, strangerActor } from "@/sandbox/aws/instance";

const url = "s3://sallyport-anchors/portal/production";
const never = new AbortController().signal;
const at = "2026-11-30T08:00:00.000Z";

let aws: TestEmulator;
beforeAll(async () => {
  aws = await startEmulator();
  Object.assign(process.env, settingsFor(aws.setting("AWS_ENDPOINT_URL_S3")), aws.aws.settings());
  forget("settings");
});
afterAll(() => aws.close());
beforeEach(() => aws.aws.reset());
afterEach(() => {
  aws.faults.reset();
  process.env.AWS_ACCESS_KEY_ID = portalActor.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = portalActor.secretAccessKey;
  process.env.AWS_ENDPOINT_URL_S3 = aws.setting("AWS_ENDPOINT_URL_S3");
  forget(`aws-bucket ${homeRegion}`);
});

function anchor(changed: Partial<Parameters<typeof bucketAnchor>[0]> = {}) {
  return bucketAnchor({ url, region: homeRegion, days: 400, ...changed });
}

const statement = (place: number, text = "says") => ({
  place,
  at,
  line: `{"statement":{"number":${place},"text":"${text}"}}`,
  facts: null,
});

function parcel(...places: number[]): Parcel {
  const [first, ...more] = places.map((place) => statement(place));
  if (!first) throw new Error("A parcel has at least one item.");
  return [first, ...more];
}

function client() {
  const endpoint = aws.setting("AWS_ENDPOINT_URL_S3");
  return new S3Client({
    region: homeRegion,
    endpoint,
    credentials: portalActor,
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

const objectOf = (number: number) => ({
  Bucket: "sallyport-anchors",
  Key: `portal/production/${String(number).padStart(12, "0")}.json`,
});

test("each statement is an object under its number, in COMPLIANCE mode, for so many days", async () => {
  await anchor().send(parcel(7, 8), never);
  for (const number of [7, 8]) {
    const got = await client().send(new GetObjectCommand(objectOf(number)));
    expect(await got.Body?.transformToString()).toBe(`${statement(number).line}\n`);
    expect(got.ObjectLockMode).toBe("COMPLIANCE");
    const days = ((got.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(400, 0);
    const deletion = client().send(
      new DeleteObjectCommand({ ...objectOf(number), VersionId: got.VersionId }),
    );
    await expect(deletion).rejects.toThrow("object lock");
  }
});

test("what is there already is not written again", async () => {
  await anchor().send(parcel(7), never);
  await anchor().send(parcel(7, 8), never);
  const { VersionId } = await client().send(new GetObjectCommand(objectOf(7)));
  await anchor().send(parcel(7, 8), never);
  expect((await client().send(new GetObjectCommand(objectOf(7)))).VersionId).toBe(VersionId);
});

test("where something else stands, it stays, and the anchor says that the two differ", async () => {
  await client().send(new PutObjectCommand({ ...objectOf(7), Body: "another portal's" }));
  await expect(anchor().send(parcel(7, 8), never)).rejects.toMatchObject({ code: "anchor-differs" });
  const { Body } = await client().send(new GetObjectCommand(objectOf(7)));
  expect(await Body?.transformToString()).toBe("another portal's");
  // What comes after it waits.
  await expect(client().send(new GetObjectCommand(objectOf(8)))).rejects.toThrow();
});

test("the bucket alone, without a prefix, will do", async () => {
  const { destination, send } = anchor({ url: "s3://sallyport-anchors" });
  await send(parcel(1), never);
  const got = await client().send(
    new GetObjectCommand({ Bucket: "sallyport-anchors", Key: "000000000001.json" }),
  );
  expect(await got.Body?.transformToString()).toContain('"number":1');
  expect(destination).toBe("s3://sallyport-anchors/");
});

test.each([
  ["that is not there", "s3://nobodys-bucket/portal"],
  ["without Object Lock", "s3://sallyport-plain/portal"],
])("a bucket %s is refused by AWS, and said", async (_, place) => {
  await expect(anchor({ url: place }).send(parcel(1), never)).rejects.toMatchObject({
    code: "aws-refused",
    detail: expect.stringContaining("PutObject"),
  });
});

test("a portal without the right is refused by AWS, and said without its key", async () => {
  process.env.AWS_ACCESS_KEY_ID = strangerActor.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = strangerActor.secretAccessKey;
  forget(`aws-bucket ${homeRegion}`);
  const sent = anchor().send(parcel(1), never);
  await expect(sent).rejects.toMatchObject({
    code: "aws-refused",
    detail: expect.stringContaining("AccessDenied"),
  });
  await expect(sent).rejects.not.toThrow(strangerActor.secretAccessKey);
});

test.each([
  ["throttle", "aws-throttled"],
  ["error", "aws-unavailable"],
  ["reset", "aws-unavailable"],
  ["html-503", "aws-unavailable"],
] as const)("%s on the way is a failure that may pass", async (answer, code) => {
  aws.faults.set({ operation: "PutObject", answer, times: 1 });
  await expect(anchor().send(parcel(1), never)).rejects.toMatchObject({ code });
  await anchor().send(parcel(1), never);
});

test("nothing diverts an anchor: an address that is not S3's own stops the start", async () => {
  await assertBucketIsAtAws(homeRegion, "sallyport-anchors");
  process.env.AWS_ENDPOINT_URL_S3 = "https://sallyport-anchors.evil.example";
  await expect(assertBucketIsAtAws(homeRegion, "sallyport-anchors")).rejects.toMatchObject({
    code: "aws-misconfigured",
  });
  // Anybody can have a bucket there.
  process.env.AWS_ENDPOINT_URL_S3 = "https://evil.s3.eu-central-1.amazonaws.com";
  await expect(assertBucketIsAtAws(homeRegion, "sallyport-anchors")).rejects.toMatchObject({
    code: "aws-misconfigured",
  });
});
