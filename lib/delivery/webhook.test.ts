/** Webhooks, against real servers: who gets what, what counts as received, and who gets nothing. */

import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Certificates, hasOpenssl, makeCertificates } from "@/e2e/certificates";
import { guardedLookup } from "@/lib/delivery/guarded-lookup";
import { parcel } from "@/lib/delivery/parcels-for-tests";
import { webhook } from "@/lib/delivery/webhook";

const secret = "a secret that is long enough for a webhook";
const never = new AbortController().signal;

type Got = { headers: Record<string, unknown>; body: string };

const open: Server[] = [];

async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** Answers as it is told, and keeps what it got. */
async function receiver(answer: RequestListener = (_, response) => void response.writeHead(204).end()) {
  const got: Got[] = [];
  const port = await listen(
    createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        got.push({ headers: request.headers, body });
        answer(request, response);
      });
    }),
  );
  return { url: `http://127.0.0.1:${port}/in?token=canary`, got };
}

function sender(url: string, more: Partial<Parameters<typeof webhook>[0]> = {}) {
  return webhook({ url, secrets: [secret], ca: undefined, type: "record.events", withinMs: 1_500, ...more });
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("what is sent", () => {
  test("is JSON that names its first and last place, signed as Standard Webhooks has it", async () => {
    const { url, got } = await receiver();
    await sender(url).send(parcel(12, 14), never);
    const [{ headers, body } = { headers: {}, body: "" }] = got;
    const { type, timestamp, data } = JSON.parse(body);
    expect({ type, timestamp }).toEqual({ type: "record.events", timestamp: "2026-11-30T08:00:00.000Z" });
    expect(data).toMatchObject({ first: 12, last: 14 });
    expect(data.records.map(({ seq }: { seq: number }) => seq)).toEqual([12, 13, 14]);

    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const expected = createHmac("sha256", secret).update(signed).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
    expect(Math.abs(Number(headers["webhook-timestamp"]) * 1000 - Date.now())).toBeLessThan(60_000);
  });

  test("twice has one id and one body; another parcel has others", async () => {
    const { url, got } = await receiver();
    const { send } = sender(url);
    await send(parcel(1, 2), never);
    await send(parcel(1, 2), never);
    await send(parcel(1, 3), never);
    const [first, again, other] = got;
    expect(again?.body).toBe(first?.body);
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(other?.headers["webhook-id"]).not.toBe(first?.headers["webhook-id"]);
  });

  test("is signed with each secret, and one that says whsec_ holds its key's bytes", async () => {
    const { url, got } = await receiver();
    const key = Buffer.alloc(32, 7);
    await sender(url, { secrets: [`whsec_${key.toString("base64")}`, secret] }).send(parcel(1, 1), never);
    const [{ headers, body } = { headers: {}, body: "" }] = got;
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const expected = [key, secret].map(
      (one) => `v1,${createHmac("sha256", one).update(signed).digest("base64")}`,
    );
    expect(headers["webhook-signature"]).toBe(expected.join(" "));
  });
});

describe("what does not count as received", () => {
  test.each([400, 401, 404, 410, 429, 500, 503])("HTTP %i", async (status) => {
    const { url } = await receiver((_, response) => void response.writeHead(status).end("canary"));
    const sent = sender(url).send(parcel(1, 2), never);
    await expect(sent).rejects.toMatchObject({
      code: "delivery-refused",
      detail: expect.stringContaining(`HTTP ${status}`),
    });
    await expect(sent).rejects.not.toThrow("canary");
  });

  test.each([301, 302, 307, 308])("a redirect (%i), which is not followed", async (status) => {
    const elsewhere = await receiver();
    const { url } = await receiver(
      (_, response) => void response.writeHead(status, { location: elsewhere.url }).end(),
    );
    await expect(sender(url).send(parcel(1, 2), never)).rejects.toMatchObject({ code: "delivery-refused" });
    expect(elsewhere.got).toEqual([]);
  });

  test.each<[string, RequestListener]>([
    ["silence", () => undefined],
    ["a connection that is cut", (request) => request.socket.destroy()],
    [
      "an answer that breaks off",
      (request, response) => {
        response.writeHead(200, { "content-length": 1_000 }).write("begun", () => request.socket.destroy());
      },
    ],
    [
      "an answer that comes drop by drop",
      (_, response) => {
        response.writeHead(200).write(".");
        const timer = setInterval(() => response.write("."), 200);
        response.on("close", () => clearInterval(timer));
      },
    ],
    ["what is no HTTP", (request) => request.socket.end("220 mail.example.com ESMTP\r\n")],
  ])("%s", async (_, answer) => {
    const { url } = await receiver(answer);
    await expect(sender(url).send(parcel(1, 2), never)).rejects.toMatchObject({
      code: "delivery-unreachable",
    });
  });

  test("a port where nobody listens", async () => {
    const { url } = await receiver();
    const [server] = open.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await expect(sender(url).send(parcel(1, 2), never)).rejects.toMatchObject({
      code: "delivery-unreachable",
    });
  });

  test("what is given up since the portal stops", async () => {
    const { url, got } = await receiver(() => undefined);
    const stopping = new AbortController();
    const sent = sender(url, { withinMs: 60_000 }).send(parcel(1, 2), stopping.signal);
    while (got.length === 0) await new Promise(setImmediate);
    stopping.abort();
    await expect(sent).rejects.toMatchObject({ code: "delivery-unreachable" });
  });
});

test("an answer without an end is a success once it is long enough, and is read no further", async () => {
  let written = 0;
  const { url } = await receiver((_, response) => {
    const chunk = Buffer.alloc(64 * 1024);
    const more = (): void => {
      while (!response.destroyed && written < 1e9) {
        written += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
    };
    response.writeHead(200);
    more();
  });
  await sender(url).send(parcel(1, 2), never);
  expect(written).toBeLessThan(1e8);
});

test("no failure tells the address's query, which may be a secret", async () => {
  const { url } = await receiver((_, response) => void response.writeHead(500).end());
  const { destination, send } = sender(url);
  expect(destination).not.toContain("canary");
  await expect(send(parcel(1, 1), never)).rejects.not.toThrow("canary");
});

describe("a name that leads", () => {
  function lookUp(host: string, ...addresses: string[]) {
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const look = guardedLookup((_, done) => done(null, found));
    return new Promise((resolve) => look(host, { all: true }, (failure, all) => resolve(failure ?? all)));
  }

  test("to a collector in a private network is followed", async () => {
    expect(await lookUp("logs.example.com", "10.1.2.3")).toEqual([{ address: "10.1.2.3", family: 4 }]);
  });

  test.each([
    ["logs.example.com", "169.254.169.254"],
    ["logs.example.com", "127.0.0.1"],
    ["logs.example.com", "fd00:ec2::254"],
    ["logs.example.com", "::ffff:169.254.169.254"],
    ["logs.example.com", "64:ff9b::a9fe:a9fe"],
    ["logs.example.com", "2002:a9fe:a9fe::1"],
    ["logs.example.com", "::127.0.0.1"],
    ["logs.example.com", "0.0.0.0"],
    ["logs.example.com", "fe80::1"],
    ["localhost.example.com", "::1"],
  ])("%s to %s is not", async (host, address) => {
    expect(await lookUp(host, address)).toMatchObject({ code: "EREFUSEDADDRESS" });
    // Nor where it is one of several, whichever would be taken.
    expect(await lookUp(host, "192.0.2.1", address)).toMatchObject({ code: "EREFUSEDADDRESS" });
  });

  test("nowhere is not", async () => {
    expect(await lookUp("logs.example.com")).toMatchObject({ code: "EREFUSEDADDRESS" });
  });
});

describe.skipIf(!hasOpenssl)("over TLS", () => {
  let folder = "";
  let own: Certificates;
  let others: Certificates;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sallyport-webhook-"));
    own = makeCertificates(mkdtempSync(join(folder, "own-")));
    others = makeCertificates(mkdtempSync(join(folder, "others-")), "DNS:other.example.com");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function secureUrl({ certificate, key }: Certificates, host = "localhost"): Promise<string> {
    const options = { cert: readFileSync(certificate), key: readFileSync(key) };
    const server = createSecureServer(options, (_, response) => void response.writeHead(200).end());
    return `https://${host}:${await listen(server, host)}/`;
  }

  test("who is certified by the authority that is set gets it", async () => {
    const url = await secureUrl(own);
    await sender(url, { ca: readFileSync(own.ca, "utf8") }).send(parcel(1, 2), never);
  });

  test.each([
    ["by an authority that nobody knows", undefined, () => own],
    ["for another host", "others", () => others],
  ] as const)("who is certified %s gets nothing", async (_, authority, certificates) => {
    const url = await secureUrl(certificates());
    const ca = authority ? readFileSync(others.ca, "utf8") : undefined;
    await expect(sender(url, { ca }).send(parcel(1, 2), never)).rejects.toMatchObject({
      code: "delivery-untrusted",
    });
  });
});
