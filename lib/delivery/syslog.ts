/**
 * The record to syslog over TLS (RFC 5425). Syslog knows no acknowledgement: a sender learns that its bytes left, not that they
 * arrived. So each parcel has a connection of its own, which we end in order, and it counts as received when the receiver, having
 * read to that end, ends it too, as RFC 5425 wants. Whatever breaks before is sent again.
 */

import "server-only";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { PortalError } from "@/lib/core/portal-error";
import { within } from "@/lib/core/within";
import { deliveryFailure } from "@/lib/delivery/failure";
import { guardedLookup, refuseClosedAddress } from "@/lib/delivery/guarded-lookup";
import type { Parcel, Receiver } from "@/lib/delivery/receiver";
import { framed, type Origin, syslogMessage } from "@/lib/delivery/syslog-message";

/** From the connection's beginning to its end. */
const patienceMs = 20_000;

const syslogPort = 6514;

type Syslog = Origin & {
  /** `syslog-tls://host:6514`. */
  url: string;
  /** PEM of the authorities that alone are believed; the usual ones where there is none. */
  ca: string | undefined;
  /** Longest wait for the connection's end; 20 s if not given. */
  withinMs?: number;
};

type Address = { host: string; port: number };

function addressOf(url: string): Address {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? syslogPort : Number(port) };
}

function open({ host, port }: Address, ca: string | undefined): TLSSocket {
  refuseClosedAddress(host);
  return connect({
    host,
    port,
    // A name for SNI; an address has none. The certificate is held to either.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    lookup: guardedLookup(),
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(ca ? { ca } : {}),
  });
}

/** Answers when the other side has read to the end and ended as well. */
async function handOver(socket: TLSSocket, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const giveUp = () => socket.destroy(Object.assign(new Error("given up"), { code: "ETIMEDOUT" }));
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      let hasEnded = false;
      socket.once("secureConnect", () => socket.end(bytes));
      // What a receiver says is nothing that we know; unread, its end would never be seen.
      socket.resume();
      socket.once("end", () => {
        hasEnded = socket.writableFinished;
      });
      socket.once("error", reject);
      socket.once("close", () =>
        hasEnded ? resolve() : reject(Object.assign(new Error("broke off"), { code: "ECONNRESET" })),
      );
      if (signal.aborted) giveUp();
    });
  } finally {
    signal.removeEventListener("abort", giveUp);
    socket.destroy();
  }
}

export function syslog({ url, ca, hostname, enterprise, withinMs = patienceMs }: Syslog): Receiver {
  const address = addressOf(url);
  const destination = `${address.host}:${address.port}`;
  const framesOf = (parcel: Parcel) =>
    Buffer.concat(parcel.map((item) => framed(syslogMessage(item, { hostname, enterprise }))));

  return {
    destination,
    // More than a webhook's: each parcel costs a handshake.
    most: { items: 500, bytes: 1_000_000 },
    async send(parcel, stopping) {
      try {
        await within(withinMs, stopping, (signal) => handOver(open(address, ca), framesOf(parcel), signal));
      } catch (failure) {
        if (stopping.aborted) throw new PortalError("delivery-unreachable", `${destination}: stopping`);
        throw deliveryFailure(destination, failure);
      }
    },
  };
}
