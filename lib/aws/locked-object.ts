/**
 * Writes an object that nobody can change or delete for a time: S3 with Object Lock, in the mode that not even the bucket's owner
 * can lift. The only file that knows S3's calls.
 */

import "server-only";

import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ask, type Call, named } from "@/lib/aws/call";
import { bucketClient } from "@/lib/aws/clients";
import { failureOf } from "@/lib/aws/failure";
import { PortalError } from "@/lib/core/portal-error";

export type ObjectPlace = { region: string; bucket: string; key: string };

/** Larger than anything that is kept this way. */
const mostBytes = 64 * 1024;

/** Whether there was one already, whatever it holds. */
async function isThere(place: ObjectPlace, body: string, until: Date, call: Call): Promise<boolean> {
  const client = bucketClient(place.region);
  const command = new PutObjectCommand({
    Bucket: place.bucket,
    Key: place.key,
    Body: body,
    ContentType: "application/json",
    // Nothing is written over: in a bucket with versions the older one would stay, and be seen by nobody.
    IfNoneMatch: "*",
    ChecksumAlgorithm: "SHA256",
    ObjectLockMode: "COMPLIANCE",
    ObjectLockRetainUntilDate: until,
  });
  return await ask("PutObject", call, async (options) => {
    try {
      await client.send(named(command, call), options);
      return false;
    } catch (failure) {
      if (failureOf(failure).names.includes("PreconditionFailed")) return true;
      throw failure;
    }
  });
}

async function contentOf({ region, bucket, key }: ObjectPlace, call: Call): Promise<string> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${mostBytes}` });
  return await ask("GetObject", call, async (options) => {
    const { Body } = await bucketClient(region).send(named(command, call), options);
    return (await Body?.transformToString("utf8")) ?? "";
  });
}

/**
 * Keeps `body` there until that time. Where it is there already, nothing is done; where something else is, throws
 * `anchor-differs`, and nothing is changed.
 */
export async function keepObject(place: ObjectPlace, body: string, until: Date, call: Call): Promise<void> {
  if (!(await isThere(place, body, until, call))) return;
  if ((await contentOf(place, call)) === body) return;
  throw new PortalError("anchor-differs", `${place.key} holds something else`);
}
