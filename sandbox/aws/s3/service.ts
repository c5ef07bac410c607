/** How S3 speaks: bodies and headers, and errors as XML without a namespace. The only file that knows its envelopes. */

import { randomBytes } from "node:crypto";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Service } from "@/sandbox/aws/operation";

const statusOf = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidRequest: 400,
  InvalidToken: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
};
export type S3ErrorCode = keyof typeof statusOf;

function ids(): Record<string, string> {
  return {
    "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase(),
    "x-amz-id-2": randomBytes(32).toString("base64"),
    server: "AmazonS3",
  };
}

export function s3Answer(status: number, headers: Record<string, string> = {}, body = ""): Answer {
  return { status, headers: { ...ids(), ...headers }, body };
}

export function s3Error(code: S3ErrorCode, message: string): Answer {
  const headers = ids();
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${headers["x-amz-request-id"]}</RequestId><HostId>${headers["x-amz-id-2"]}</HostId></Error>`;
  return { status: statusOf[code], headers: { ...headers, "content-type": "application/xml" }, body };
}

export const s3: Service = {
  paced: false,
  throttled: () => s3Error("SlowDown", "Please reduce your request rate."),
  denied: () => s3Error("AccessDenied", "Access Denied"),
  failed: () => s3Error("InternalError", "We encountered an internal error. Please try again."),
};
