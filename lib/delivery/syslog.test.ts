/** Syslog: each event as RFC 5424 writes it, and a parcel that counts as received when its reader has read it to the end. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server, type TLSSocket } from "node:tls";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Certificates, hasOpenssl, makeCertificates } from "@/e2e/certificates";
import { facts, item, parcel } from "@/lib/delivery/parcels-for-tests";
import { syslog } from "@/lib/delivery/syslog";
import { syslogMessage } from "@/lib/delivery/syslog-message";

const origin = { hostname: "aws.example.com", enterprise: 32473 };
const never = new AbortController().signal;

/** RFC 5424's grammar, as far as we use it; parameters unescaped. */
function parse(message: string) {
  const header = /^<(\d{1,3})>1 (\S+) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /.exec(message);
  if (!header) throw new Error(`no header: ${message}`);
  const [all, priority, at, hostname, app, , kind] = header;
  const rest = message.slice(all.length);
  const data = /^\[([!#-<>-Z^-~]{1,32})((?: [!#-<>-Z^-~]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\] /.exec(rest);
  if (!data) throw new Error(`no structured data: ${rest}`);
  const parameters = [...(data[2] ?? "").matchAll(/ (\S+?)="((?:[^"\\\]]|\\["\\\]])*)"/g)];
  return {
    priority: Number(priority),
    at,
    hostname,
    app,
    kind,
    id: data[1],
    parameters: Object.fromEntries(
      parameters.map(([, name, value]) => [name, value?.replace(/\\(["\\\]])/g, "$1")]),
    ),
    message: rest.slice(data[0].length),
  };
}

const messageOf = (changed: Parameters<typeof item>[1] = {}) =>
  syslogMessage(item(12, changed), origin).toString("utf8");

describe("a message", () => {
  test("has facility 13, who, what, and the record's line behind a BOM", () => {
    const parsed = parse(messageOf());
    expect(parsed).toMatchObject({
      priority: 13 * 8 + 6,
      at: "2026-11-30T08:00:00.000Z",
      hostname: "aws.example.com",
      app: "sallyport",
      kind: "credentials.issued",
      id: "audit@32473",
      message: `\ufeff${item(12).line}`,
    });
    const { kind, outcome, correlationId, personName, accountId, role, address, accessKeyId } = facts;
    expect(parsed.parameters).toEqual({
      seq: "12",
      kind,
      outcome,
      correlationId,
      person: personName,
      account: accountId,
      role,
      address,
      accessKeyId,
    });
  });

  test.each([
    ["requested", 6],
    ["succeeded", 6],
    ["refused", 4],
    ["unknown", 4],
    ["failed", 3],
    ["of a later version", 6],
  ])("of an event that ended as %s has severity %i", (outcome, severity) => {
    expect(parse(messageOf({ facts: { ...facts, outcome } })).priority).toBe(13 * 8 + severity);
  });

  test("of a statement has no structured data", () => {
    expect(messageOf({ facts: null })).toContain(" statement - \ufeff{");
  });

  test("holds to the grammar whatever a name holds, and says the name", () => {
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '"',
            "\\",
            "]",
            "[",
            "\n",
            "\0",
            "\u007f",
            "\u0085",
            "\u2028",
            "\ud800",
            "\r\n<13>1 ",
          ),
          fc.string({ unit: "binary", maxLength: 20 }),
        ),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(hostile, hostile, (personName, role) => {
        const parsed = parse(messageOf({ facts: { ...facts, personName, role } }));
        const shown = personName.replace(/[\p{Cc}\u2028\u2029\p{Surrogate}]/gu, "\ufffd");
        expect(parsed.parameters.person ?? "").toBe(shown);
        expect(parsed.message).toBe(`\ufeff${item(12).line}`);
      }),
      { numRuns: 60 },
    );
  });

  test("has a header of printable ASCII, whatever the host is called", () => {
    const message = syslogMessage(item(1), { ...origin, hostname: "bücher\n 1" }).toString("utf8");
    expect(parse(message).hostname).toBe("bcher1");
  });
});

describe.skipIf(!hasOpenssl)("over TLS", () => {
  let folder = "";
  let own: Certificates;
  let others: Certificates;
  const open: Server[] = [];
  const sockets = new Set<Socket>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sallyport-syslog-"));
    own = makeCertificates(mkdtempSync(join(folder, "own-")));
    others = makeCertificates(mkdtempSync(join(folder, "others-")), "DNS:other.example.com");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  /** `meet` does with a connection what it likes. Answers the port. */
  async function server(meet: (socket: TLSSocket) => void, { certificate, key } = own): Promise<number> {
    const options = { cert: readFileSync(certificate), key: readFileSync(key), allowHalfOpen: true };
    const listening = createServer(options, (socket) => {
      socket.on("error", () => undefined);
      meet(socket);
    });
    open.push(listening);
    listening.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => listening.listen(0, "localhost", resolve));
    const address = listening.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  function sender(port: number, ca: string | undefined = readFileSync(own.ca, "utf8")) {
    return syslog({ ...origin, url: `syslog-tls://localhost:${port}`, ca, withinMs: 1_500 });
  }

  /** Takes octet counting apart. */
  function framesIn(bytes: Buffer): string[] {
    const frames: string[] = [];
    for (let rest = bytes; rest.length > 0; ) {
      const space = rest.indexOf(" ");
      const length = Number(rest.subarray(0, space).toString("ascii"));
      frames.push(rest.subarray(space + 1, space + 1 + length).toString("utf8"));
      rest = rest.subarray(space + 1 + length);
    }
    return frames;
  }

  test("a parcel arrives as frames that are counted in bytes, and the end is agreed on", async () => {
    const got: Buffer[] = [];
    const port = await server((socket) => {
      socket.on("data", (chunk) => got.push(chunk));
      socket.on("end", () => socket.end());
    });
    await sender(port).send(parcel(1, 400), never);
    const messages = framesIn(Buffer.concat(got)).map((frame) => parse(frame).message.slice(1));
    expect(messages).toEqual(parcel(1, 400).map(({ line }) => line));
  });

  test("a reader that is slow is waited for", async () => {
    let length = 0;
    const port = await server((socket) => {
      socket.pause();
      setTimeout(() => socket.resume(), 300);
      socket.on("data", (chunk) => {
        length += chunk.length;
      });
      socket.on("end", () => socket.end());
    });
    await sender(port).send(parcel(1, 5_000), never);
    expect(length).toBeGreaterThan(1_000_000);
  });

  test.each<[string, (socket: TLSSocket) => void]>([
    ["cuts the connection at once", (socket) => socket.destroy()],
    ["cuts it in the middle", (socket) => void socket.once("data", () => socket.destroy())],
    ["never ends", (socket) => void socket.resume()],
    ["never reads", (socket) => void socket.pause()],
  ])("a reader that %s has not received", async (_, meet) => {
    const port = await server(meet);
    const sent = sender(port).send(parcel(1, 5_000), never);
    await expect(sent).rejects.toMatchObject({ code: "delivery-unreachable" });
  });

  test("a reader that ends before it has read to our end has not received", async () => {
    const port = await server((socket) => {
      socket.end();
      socket.pause();
    });
    await expect(sender(port).send(parcel(1, 20_000), never)).rejects.toMatchObject({
      code: "delivery-unreachable",
    });
  });

  test("who is certified for another host, or by nobody we know, gets nothing", async () => {
    let got = 0;
    const port = await server((socket) => void socket.on("data", () => (got += 1)), others);
    const byThem = sender(port, readFileSync(others.ca, "utf8"));
    await expect(byThem.send(parcel(1, 1), never)).rejects.toMatchObject({ code: "delivery-untrusted" });
    await expect(sender(port).send(parcel(1, 1), never)).rejects.toMatchObject({
      code: "delivery-untrusted",
    });
    expect(got).toBe(0);
  });

  test("where nobody listens, and where nobody speaks TLS, is said", async () => {
    await expect(sender(1).send(parcel(1, 1), never)).rejects.toMatchObject({ code: "delivery-unreachable" });
  });
});
