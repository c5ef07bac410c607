/**
 * Checks an AWS Signature Version 4. Written from its specification, not with the library that the clients sign by,
 * so that a mistake would show. Says what is wrong; each service words it in its own way.
 */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Asked } from "./http/asked";
import { lifetimes } from "./instance";

/** What a signature is checked with. `sessionToken`: only temporary keys have one. */
export type SigningKey = { secretAccessKey: string; sessionToken?: string };

export type SignatureFault =
  | "missing"
  | "incomplete"
  | "unknown-key"
  | "wrong-session-token"
  | "wrong-scope"
  | "skewed"
  | "mismatch";

export type Expected<Key extends SigningKey> = {
  service: string;
  /** Undefined: any region. */
  region: string | undefined;
  keyOf(accessKeyId: string): Key | undefined;
  /** Epoch milliseconds of the clock that clients sign by. */
  realNow: number;
};

export function verifySignature<Key extends SigningKey>(
  asked: Asked,
  expected: Expected<Key>,
): { key: Key; region: string } | { fault: SignatureFault } {
  const authorization = asked.headers.get("authorization");
  if (!authorization) return { fault: "missing" };
  const parts = parseAuthorization(authorization);
  const amzDate = asked.headers.get("x-amz-date") ?? "";
  const signedAt = parseAmzDate(amzDate);
  if (!parts || signedAt === undefined) return { fault: "incomplete" };
  if (!parts.signedHeaders.includes("host") || !parts.signedHeaders.includes("x-amz-date")) {
    return { fault: "incomplete" };
  }

  const key = expected.keyOf(parts.accessKeyId);
  if (!key) return { fault: "unknown-key" };
  const sessionToken = asked.headers.get("x-amz-security-token");
  if (sessionToken !== key.sessionToken) return { fault: "wrong-session-token" };

  const wrongRegion = expected.region !== undefined && parts.region !== expected.region;
  if (wrongRegion || parts.service !== expected.service || !amzDate.startsWith(parts.day)) {
    return { fault: "wrong-scope" };
  }
  if (Math.abs(signedAt - expected.realNow) > lifetimes.signatureSeconds * 1000) return { fault: "skewed" };

  const scope = `${parts.day}/${parts.region}/${parts.service}/aws4_request`;
  const canonical = canonicalRequest(asked, parts);
  const toSign = ["AWS4-HMAC-SHA256", amzDate, scope, sha256(canonical)].join("\n");
  const signature = hmac(signingKey(key.secretAccessKey, parts), toSign);
  const given = Buffer.from(parts.signature, "hex");
  return given.length === signature.length && timingSafeEqual(given, signature)
    ? { key, region: parts.region }
    : { fault: "mismatch" };
}

type Authorization = {
  accessKeyId: string;
  day: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
};

function parseAuthorization(header: string): Authorization | undefined {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [, accessKeyId, day, region, service, signedHeaders, signature] = match ?? [];
  if (!accessKeyId || !day || !region || !service || !signedHeaders || !signature) return undefined;
  return { accessKeyId, day, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

/** `20261121T040000Z` -> epoch milliseconds. */
function parseAmzDate(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}

function canonicalRequest(asked: Asked, { signedHeaders, service }: Authorization): string {
  const headers = signedHeaders.map((name) => {
    const value = (asked.headers.get(name) ?? "").trim().replace(/ {2,}/g, " ");
    return `${name}:${value}\n`;
  });
  // The hash is always our own: a header that claims another one is signed, and then does not match.
  const path = service === "s3" ? asked.path : canonicalPath(asked.path);
  const lines = [asked.method, path, canonicalQuery(asked.rawQuery), headers.join("")];
  return [...lines, signedHeaders.join(";"), sha256(asked.body)].join("\n");
}

/** Every service but S3 escapes what is escaped already. */
function canonicalPath(path: string): string {
  return path.split("/").map(encoded).join("/");
}

function canonicalQuery(rawQuery: string): string {
  const pairs = rawQuery.split("&").filter((pair) => pair !== "");
  return pairs
    .map((pair) => {
      const [name = "", ...rest] = pair.split("=");
      return `${encoded(decoded(name))}=${encoded(decoded(rest.join("=")))}`;
    })
    .sort()
    .join("&");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function signingKey(secret: string, { day, region, service }: Authorization): Buffer {
  return [day, region, service, "aws4_request"].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
