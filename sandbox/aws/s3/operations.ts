/** The calls on objects that an anchor needs, and the deletion that it must withstand. Paths name the bucket first. */

import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { type Emulator, now } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import type { Handler, Operation } from "@/sandbox/aws/operation";
import { refusalOf } from "./caller";
import { type Bucket, buckets, currentVersion, type Version } from "./objects";
import { s3, s3Answer, s3Error } from "./service";

type Place = { bucket: Bucket; key: string; name: string };

function placeOf(asked: Asked): Place | { refused: Answer } {
  const [, bucketName = "", ...rest] = asked.path.split("/");
  const bucket = buckets.find(({ name }) => name === bucketName);
  if (!bucket) return { refused: s3Error("NoSuchBucket", "The specified bucket does not exist") };
  const key = rest.join("/");
  if (key === "") return { refused: s3Error("MethodNotAllowed", "The sandbox knows objects alone.") };
  return { bucket, key, name: `${bucketName}/${key}` };
}

function sha256(body: string, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(body).digest(encoding);
}

function crc32Of(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}

/** Whether the body is what the client says it is, in whichever way it says so. */
function digestFault(asked: Asked): Answer | null {
  const { headers, body } = asked;
  const claimed = headers.get("x-amz-content-sha256");
  if (claimed === undefined) {
    return s3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  if (claimed !== sha256(body, "hex")) {
    return s3Error(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const own: Record<string, string> = {
    "content-md5": createHash("md5").update(body).digest("base64"),
    "x-amz-checksum-sha256": sha256(body, "base64"),
    "x-amz-checksum-crc32": crc32Of(body),
  };
  const wrong = Object.keys(own).find((name) => headers.has(name) && headers.get(name) !== own[name]);
  return wrong ? s3Error("BadDigest", `The ${wrong} you specified did not match what we received.`) : null;
}

function checksumOf({ headers }: Asked): Version["checksum"] {
  const name = ["x-amz-checksum-sha256", "x-amz-checksum-crc32"].find((one) => headers.has(one));
  return name === undefined ? undefined : { name, value: headers.get(name) ?? "" };
}

type Lock = Version["lock"];

function lockOf(asked: Asked, bucket: Bucket, emulator: Emulator): { lock: Lock } | { refused: Answer } {
  const mode = asked.headers.get("x-amz-object-lock-mode");
  const until = asked.headers.get("x-amz-object-lock-retain-until-date");
  if (mode === undefined && until === undefined) return { lock: undefined };
  const refused = (code: "InvalidRequest" | "InvalidArgument", message: string) => ({
    refused: s3Error(code, message),
  });
  if (!bucket.isLocked) return refused("InvalidRequest", "Bucket is missing Object Lock Configuration");
  if (mode === undefined || until === undefined) {
    return refused(
      "InvalidArgument",
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    );
  }
  if (mode !== "COMPLIANCE" && mode !== "GOVERNANCE") {
    return refused("InvalidArgument", "Unknown wormMode directive.");
  }
  const instant = Date.parse(until);
  if (Number.isNaN(instant)) return refused("InvalidArgument", "The retain until date must be ISO 8601.");
  if (instant <= now(emulator)) {
    return refused("InvalidArgument", "The retain until date must be in the future!");
  }
  const isChecked = asked.headers.has("content-md5") || checksumOf(asked) !== undefined;
  if (!isChecked) {
    return refused(
      "InvalidRequest",
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
    );
  }
  return { lock: { mode, until: instant } };
}

const putObject: Handler = (asked, emulator) => {
  const place = placeOf(asked);
  if ("refused" in place) return place.refused;
  const fault = digestFault(asked);
  if (fault) return fault;
  const locked = lockOf(asked, place.bucket, emulator);
  if ("refused" in locked) return locked.refused;

  const { objects } = emulator.state;
  const condition = asked.headers.get("if-none-match");
  if (condition !== undefined && condition !== "*") {
    return s3Error("NotImplemented", "A header you provided implies functionality that is not implemented");
  }
  if (condition === "*" && currentVersion(objects, place.name)) {
    return s3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
  const version: Version = {
    id: randomBytes(16).toString("base64url"),
    body: asked.body,
    contentType: asked.headers.get("content-type") ?? "binary/octet-stream",
    checksum: checksumOf(asked),
    lastModified: now(emulator),
    lock: locked.lock,
  };
  const before = place.bucket.isLocked ? (objects.get(place.name) ?? []) : [];
  objects.set(place.name, [...before, version]);
  return s3Answer(200, headersOf(version, place.bucket, true));
};

function headersOf({ id, body, checksum }: Version, bucket: Bucket, tellsChecksum: boolean) {
  return {
    etag: `"${createHash("md5")
      .update(body ?? "")
      .digest("hex")}"`,
    ...(bucket.isLocked ? { "x-amz-version-id": id } : {}),
    ...(checksum && tellsChecksum ? { [checksum.name]: checksum.value } : {}),
  };
}

const getObject: Handler = (asked, emulator) => {
  const place = placeOf(asked);
  if ("refused" in place) return place.refused;
  const wanted = asked.query.get("versionId");
  const { objects } = emulator.state;
  const version =
    wanted === null
      ? currentVersion(objects, place.name)
      : objects.get(place.name)?.find(({ id, body }) => id === wanted && body !== null);
  if (!version) {
    return wanted === null
      ? s3Error("NoSuchKey", "The specified key does not exist.")
      : s3Error("NoSuchVersion", "The specified version does not exist.");
  }
  const { body, contentType, lastModified, lock } = version;
  const tellsChecksum = asked.headers.get("x-amz-checksum-mode") === "ENABLED";
  return s3Answer(
    200,
    {
      ...headersOf(version, place.bucket, tellsChecksum),
      "content-type": contentType,
      "last-modified": new Date(lastModified).toUTCString(),
      ...(lock
        ? {
            "x-amz-object-lock-mode": lock.mode,
            "x-amz-object-lock-retain-until-date": new Date(lock.until).toISOString(),
          }
        : {}),
    },
    body ?? "",
  );
};

/** Without a version a marker is put on top, which takes nothing away; a version under lock stays. */
const deleteObject: Handler = (asked, emulator) => {
  const place = placeOf(asked);
  if ("refused" in place) return place.refused;
  const { objects } = emulator.state;
  const versions = objects.get(place.name) ?? [];
  const wanted = asked.query.get("versionId");
  if (wanted === null && !place.bucket.isLocked) {
    objects.delete(place.name);
    return s3Answer(204);
  }
  if (wanted === null) {
    const id = randomBytes(16).toString("base64url");
    const marker = { id, body: null, contentType: "", checksum: undefined, lock: undefined };
    objects.set(place.name, [...versions, { ...marker, lastModified: now(emulator) }]);
    return s3Answer(204, { "x-amz-delete-marker": "true", "x-amz-version-id": id });
  }
  const version = versions.find(({ id }) => id === wanted);
  if (version?.lock && version.lock.until > now(emulator)) {
    return s3Error("AccessDenied", "Access Denied because object protected by object lock.");
  }
  objects.set(
    place.name,
    versions.filter(({ id }) => id !== wanted),
  );
  return s3Answer(204, { "x-amz-version-id": wanted });
};

function signed(answer: Handler): Handler {
  return (asked, emulator) => refusalOf(asked, emulator) ?? answer(asked, emulator);
}

/** By method. */
export const s3Operations: Record<string, Operation> = {
  PUT: { name: "PutObject", service: s3, answer: signed(putObject) },
  GET: { name: "GetObject", service: s3, answer: signed(getObject) },
  DELETE: { name: "DeleteObject", service: s3, answer: signed(deleteObject) },
};

/** S3 has no path of its own: a signature says that it is meant. */
export function isForS3({ headers }: Asked): boolean {
  return /Credential=[^,\s]+\/s3\/aws4_request/.test(headers.get("authorization") ?? "");
}
