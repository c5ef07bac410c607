/** Where the record goes besides the database: deliveries, which take every event, and anchors, which take signed statements. */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { mayBeReceiver } from "@/lib/env/receiver-addresses";
import { httpsUnlessLoopback, secret } from "@/lib/env/text-rules";

const receiverUrl = httpsUnlessLoopback.superRefine((value, context) => {
  const url = new URL(value);
  if (url.username || url.password || url.hash) {
    context.addIssue({ code: "custom", message: "must hold neither a name, a password nor a #" });
  }
  if (!mayBeReceiver(url.hostname)) {
    context.addIssue({ code: "custom", message: "must not be a link-local or metadata address" });
  }
});

const syslogUrl = z.string().superRefine((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isPlain = url && /^\/?$/.test(url.pathname) && !url.search && !url.hash && !url.username;
  if (url?.protocol !== "syslog-tls:" || url.hostname === "" || !isPlain) {
    context.addIssue({ code: "custom", message: "must be syslog-tls:// with a host, and a port or none" });
  } else if (!mayBeReceiver(url.hostname)) {
    context.addIssue({ code: "custom", message: "must not be a link-local or metadata address" });
  }
});

const absolute = z.string().refine(isAbsolute, "must be an absolute path");

const format = z.enum(["record", "ocsf"]).default("record");

/** Bucket names as S3 has them; keys of letters, digits and a few signs that no tool escapes. */
const bucketUrl = z
  .string()
  .regex(
    /^s3:\/\/(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9._=-]+)*\/?$/,
    "must be s3://bucket or s3://bucket/prefix",
  );

export const deliverySettings = {
  AUDIT_WEBHOOK_URL: receiverUrl
    .optional()
    .describe(
      "Where every event of the audit record is posted, in batches. See docs/operations/audit-delivery.md.",
    )
    .meta({ example: "https://collector.example.com/sallyport" }),
  AUDIT_WEBHOOK_SECRET: secret
    .optional()
    .describe("Signs what is posted, in the manner of Standard Webhooks.")
    .meta({ example: "(48 random bytes, base64)", secret: true, needed: "required with a webhook" }),
  AUDIT_WEBHOOK_SECRET_PREVIOUS: secret
    .optional()
    .describe("The secret before this one: it signs as well, until the receivers know the new one.")
    .meta({ example: "(the old AUDIT_WEBHOOK_SECRET)", secret: true }),
  AUDIT_WEBHOOK_FORMAT: format
    .describe("record: lines that can be verified; ocsf: events of the Open Cybersecurity Schema Framework.")
    .meta({ example: "ocsf" }),
  AUDIT_WEBHOOK_CA_FILE: absolute
    .optional()
    .describe(
      "Certificate authorities (PEM) that alone are believed of webhooks. Without it: the usual ones.",
    )
    .meta({ example: "/etc/sallyport/collector-ca.pem" }),
  AUDIT_SYSLOG_URL: syslogUrl
    .optional()
    .describe("A syslog server that takes every event by RFC 5424 over TLS.")
    .meta({ example: "syslog-tls://logs.example.com:6514" }),
  AUDIT_SYSLOG_FORMAT: format.describe("As AUDIT_WEBHOOK_FORMAT, for syslog.").meta({ example: "ocsf" }),
  AUDIT_SYSLOG_CA_FILE: absolute
    .optional()
    .describe(
      "Certificate authorities (PEM) that alone are believed of the syslog server. Without it: the usual ones.",
    )
    .meta({ example: "/etc/sallyport/logs-ca.pem" }),
  AUDIT_SYSLOG_ENTERPRISE: z.coerce
    .number()
    .int()
    .min(1)
    .max(4_294_967_295)
    .default(32473)
    .describe(
      "Your private enterprise number, in the name of syslog's structured data. 32473 is the one for examples.",
    )
    .meta({ example: "32473" }),
  AUDIT_FILE: absolute
    .optional()
    .describe("A file to which every event is appended, one JSON object a line.")
    .meta({ example: "/var/log/sallyport/audit.jsonl" }),
  AUDIT_FILE_FORMAT: format.describe("As AUDIT_WEBHOOK_FORMAT, for the file.").meta({ example: "ocsf" }),
  AUDIT_ANCHOR_FILE: absolute
    .optional()
    .describe("A file on another volume to which signed statements of the record are appended.")
    .meta({ example: "/mnt/anchor/sallyport.jsonl" }),
  AUDIT_ANCHOR_WEBHOOK_URL: receiverUrl
    .optional()
    .describe("Where signed statements of the record are posted, signed with AUDIT_WEBHOOK_SECRET.")
    .meta({ example: "https://notary.example.com/sallyport" }),
  AUDIT_ANCHOR_S3: bucketUrl
    .optional()
    .describe("A bucket with Object Lock, and a prefix in it, for signed statements of the record.")
    .meta({ example: "s3://example-anchors/sallyport" }),
  AUDIT_ANCHOR_S3_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "must be an AWS region's code")
    .optional()
    .describe("The bucket's region.")
    .meta({ example: "eu-central-1", needed: "required with AUDIT_ANCHOR_S3" }),
  AUDIT_ANCHOR_S3_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(400)
    .describe("For so many days nobody can delete an anchor, not even the bucket's owner.")
    .meta({ example: "400" }),
  METRICS_TOKEN: secret
    .optional()
    .describe("The bearer token with which /metrics is read. Without it there is no such page.")
    .meta({ example: "(48 random bytes, base64)", secret: true }),
};

/** PEM of the certificate authorities that alone are believed; undefined: the usual ones. */
export type Authorities = { webhook: string | undefined; syslog: string | undefined };

type Fault = { name: string; message: string };

function certificatesIn(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new Error("names a file that cannot be read");
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const areAll = found.every((pem) => {
    try {
      return new X509Certificate(pem).raw.length > 0;
    } catch {
      return false;
    }
  });
  if (found.length === 0 || !areAll) throw new Error("must hold certificates as PEM");
  return found.join("\n");
}

/** Faults that no setting has alone. */
function contradictions(source: NodeJS.ProcessEnv): Fault[] {
  const posts = source.AUDIT_WEBHOOK_URL ?? source.AUDIT_ANCHOR_WEBHOOK_URL;
  const isSameFile = source.AUDIT_FILE !== undefined && source.AUDIT_FILE === source.AUDIT_ANCHOR_FILE;
  return [
    ...(posts && !source.AUDIT_WEBHOOK_SECRET
      ? [{ name: "AUDIT_WEBHOOK_SECRET", message: "is not set, and signs what a webhook is sent" }]
      : []),
    ...(source.AUDIT_ANCHOR_S3 && !source.AUDIT_ANCHOR_S3_REGION
      ? [{ name: "AUDIT_ANCHOR_S3_REGION", message: "is not set, and is needed with AUDIT_ANCHOR_S3" }]
      : []),
    ...(isSameFile ? [{ name: "AUDIT_ANCHOR_FILE", message: "must be another file than AUDIT_FILE" }] : []),
  ];
}

/** What the files hold, and every fault under the name of its setting. */
export function readDeliveries(source: NodeJS.ProcessEnv): {
  authorities: Authorities;
  faults: readonly Fault[];
} {
  const faults = contradictions(source);
  const read = (name: string): string | undefined => {
    const path = source[name];
    if (!path) return undefined;
    try {
      return certificatesIn(path);
    } catch (fault) {
      faults.push({ name, message: fault instanceof Error ? fault.message : String(fault) });
      return undefined;
    }
  };
  const authorities = { webhook: read("AUDIT_WEBHOOK_CA_FILE"), syslog: read("AUDIT_SYSLOG_CA_FILE") };
  return { authorities, faults };
}
