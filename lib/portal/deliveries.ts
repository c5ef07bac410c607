/** Where the record goes, as settings say: deliveries take every event, anchors every signed statement. */

import "server-only";
import { ocsfEvent } from "@/lib/core/ocsf-event";
import { eventLine, statementLine } from "@/lib/core/record-line";
import { appendFile } from "@/lib/delivery/append-file";
import type { Item, Receiver } from "@/lib/delivery/receiver";
import { syslog } from "@/lib/delivery/syslog";
import { webhook } from "@/lib/delivery/webhook";
import { authorities, env } from "@/lib/env";
import { bucketAnchor } from "@/lib/portal/bucket-anchor";
import type { CursorName } from "@/lib/store/audit-cursors";
import { eventsAfter, type FedEvent, statementsAfter } from "@/lib/store/record-feed";

export type Delivery = {
  name: CursorName;
  kind: "delivery" | "anchor";
  way: "webhook" | "syslog" | "file" | "s3";
  receiver: Receiver;
  /** What comes after that place, oldest first. */
  after(place: number, limit: number): Promise<Item[]>;
};

type Format = "record" | "ocsf";

function itemOf({ line, ...facts }: FedEvent, format: Format): Item {
  const text = format === "ocsf" ? JSON.stringify(ocsfEvent(line)) : eventLine(line);
  return { place: line.seq, at: line.at, line: text, facts };
}

function eventItems(format: Format): Delivery["after"] {
  return async (seq, limit) => (await eventsAfter(seq, limit)).map((event) => itemOf(event, format));
}

async function statementItems(number: number, limit: number): Promise<Item[]> {
  const statements = await statementsAfter(number, limit);
  return statements.map((it) => ({ place: it.number, at: it.at, line: statementLine(it), facts: null }));
}

function delivery(way: Delivery["way"], receiver: Receiver, format: Format): Delivery {
  return { name: `delivery:${way}`, kind: "delivery", way, receiver, after: eventItems(format) };
}

function anchor(way: Delivery["way"], receiver: Receiver): Delivery {
  return { name: `anchor:${way}`, kind: "anchor", way, receiver, after: statementItems };
}

function webhookTo(url: string, type: "record.events" | "record.statements"): Receiver {
  const { AUDIT_WEBHOOK_SECRET, AUDIT_WEBHOOK_SECRET_PREVIOUS } = env();
  const secrets = [AUDIT_WEBHOOK_SECRET, AUDIT_WEBHOOK_SECRET_PREVIOUS].filter((it) => it !== undefined);
  return webhook({ url, type, secrets, ca: authorities().webhook });
}

function syslogTo(url: string): Receiver {
  const { PORTAL_URL, AUDIT_SYSLOG_ENTERPRISE: enterprise } = env();
  return syslog({ url, ca: authorities().syslog, hostname: new URL(PORTAL_URL).hostname, enterprise });
}

function bucketOf(url: string): Receiver {
  const { AUDIT_ANCHOR_S3_REGION: region = "", AUDIT_ANCHOR_S3_DAYS: days } = env();
  return bucketAnchor({ url, region, days });
}

/** All that are set up, deliveries first. */
export function deliveries(): Delivery[] {
  const set = env();
  return [
    set.AUDIT_WEBHOOK_URL &&
      delivery("webhook", webhookTo(set.AUDIT_WEBHOOK_URL, "record.events"), set.AUDIT_WEBHOOK_FORMAT),
    set.AUDIT_SYSLOG_URL && delivery("syslog", syslogTo(set.AUDIT_SYSLOG_URL), set.AUDIT_SYSLOG_FORMAT),
    set.AUDIT_FILE && delivery("file", appendFile(set.AUDIT_FILE), set.AUDIT_FILE_FORMAT),
    set.AUDIT_ANCHOR_WEBHOOK_URL &&
      anchor("webhook", webhookTo(set.AUDIT_ANCHOR_WEBHOOK_URL, "record.statements")),
    set.AUDIT_ANCHOR_FILE && anchor("file", appendFile(set.AUDIT_ANCHOR_FILE)),
    set.AUDIT_ANCHOR_S3 && anchor("s3", bucketOf(set.AUDIT_ANCHOR_S3)),
  ].filter((it) => typeof it === "object");
}
