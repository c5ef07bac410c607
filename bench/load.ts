/** So many at once, each asking again as soon as it has its answer. */

import { Agent, request } from "node:http";
import { percentile } from "./figures";

export type Load = { p50: number; p99: number; perSecond: number; failed: number };

/** Asks for a moment first: connections and compilers warm up. */
export async function measure(atOnce: number, seconds: number, ask: () => Promise<unknown>): Promise<Load> {
  await closedLoop(atOnce, 1, ask);
  return await closedLoop(atOnce, seconds, ask);
}

async function closedLoop(atOnce: number, seconds: number, ask: () => Promise<unknown>): Promise<Load> {
  const times: number[] = [];
  let failed = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  async function worker(): Promise<void> {
    while (performance.now() < end) {
      const at = performance.now();
      await ask().catch(() => {
        failed += 1;
      });
      times.push(performance.now() - at);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
  const passed = (performance.now() - began) / 1000;
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: (times.length - failed) / passed,
    failed,
  };
}

type Asked = { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string };

/** A door, asked over kept connections with as little of our own as Node allows. Rejects whatever is not a 200 with keys in it. */
export function door(url: string, { method = "GET", headers = {}, body }: Asked = {}): () => Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const { hostname, port, pathname } = new URL(url);
  const options = { agent, hostname, port, path: pathname, method, headers };
  return () =>
    new Promise((done, fail) => {
      const asked = request(options, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () => {
          if (answer.statusCode === 200 && /secretAccessKey/i.test(text)) done(text);
          else fail(new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      asked.once("error", fail);
      asked.end(body);
    });
}
