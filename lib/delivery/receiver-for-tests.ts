/** A webhook's receiver for tests: keeps what it is sent, and answers as it is told. */

import { createServer, type RequestListener } from "node:http";

type Body = { type: string; data: { first: number; last: number; records: { seq: number; text: string }[] } };

export async function startReceiver() {
  const bodies: string[] = [];
  const arrivals = new Set<() => void>();
  let answer: RequestListener = (_, response) => void response.writeHead(204).end();
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      for (const arrived of arrivals) arrived();
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}/`,
    bodies,
    /** Places of all records, in the order of their arrival. */
    places: () => bodies.flatMap((body) => (JSON.parse(body) as Body).data.records.map(({ seq }) => seq)),
    /** From now on. */
    answerWith(next: RequestListener | number): void {
      answer = typeof next === "number" ? (_, response) => void response.writeHead(next).end() : next;
    },
    /** Waits until so many posts have arrived since the start. */
    async got(count: number): Promise<void> {
      while (bodies.length < count) {
        await new Promise<void>((resolve) => {
          const arrived = () => {
            arrivals.delete(arrived);
            resolve();
          };
          arrivals.add(arrived);
        });
      }
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
