/** A receiver's name that leads to this machine, or to where only it can reach: nothing is sent, by whichever way. */

import { createServer } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parcel } from "@/lib/delivery/parcels-for-tests";
import { syslog } from "@/lib/delivery/syslog";
import { webhook } from "@/lib/delivery/webhook";

const never = new AbortController().signal;
const secrets = ["a secret that is long enough for a webhook"];

/** What names lead to. The second look finds something else than the first, as whoever wants to deceive it would have it. */
const answers = new Map<string, string[]>();

vi.mock("node:dns", async (original) => {
  const dns = await original<typeof import("node:dns")>();
  const lookup = (host: string, _: { all: true }, done: (failure: null, found: unknown) => void) => {
    const [first = "192.0.2.1", ...later] = answers.get(host) ?? [];
    answers.set(host, later.length > 0 ? later : [first]);
    done(null, [{ address: first, family: first.includes(":") ? 6 : 4 }]);
  };
  return { ...dns, lookup };
});

let port = 0;
let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
beforeEach(async () => {
  connections = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

test.each(["127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "fd00:ec2::254", "0.0.0.0"])(
  "a name that leads to %s gets nothing",
  async (address) => {
    answers.set("collector.test", [address]);
    const receivers = [
      webhook({ url: `http://collector.test:${port}/`, secrets, ca: undefined, type: "record.events" }),
      webhook({ url: `https://collector.test:${port}/`, secrets, ca: undefined, type: "record.events" }),
      syslog({ url: `syslog-tls://collector.test:${port}`, ca: undefined, hostname: "a", enterprise: 1 }),
    ];
    for (const { send } of receivers) {
      await expect(send(parcel(1, 1), never)).rejects.toMatchObject({
        code: "delivery-untrusted",
        detail: expect.stringContaining("EREFUSEDADDRESS"),
      });
    }
    expect(connections).toBe(0);
  },
);

test("a name is looked up once for a connection, which goes where it was seen to lead", async () => {
  answers.set("rebound.test", ["192.0.2.1", "127.0.0.1"]);
  const url = `http://rebound.test:${port}/`;
  const sent = webhook({ url, secrets, ca: undefined, type: "record.events", withinMs: 500 });
  await expect(sent.send(parcel(1, 1), never)).rejects.toMatchObject({ code: "delivery-unreachable" });
  expect(connections).toBe(0);
  // The next connection finds what the name leads to by then.
  await expect(sent.send(parcel(1, 1), never)).rejects.toMatchObject({ code: "delivery-untrusted" });
  expect(connections).toBe(0);
});
