/**
 * Every call of an operation passes here: it is counted, given the fault that was ordered for it, held to the quota,
 * and only then run. The only file that knows what an ordered fault looks like on the wire.
 */

import { setTimeout as pause } from "node:timers/promises";
import type { FaultAnswer } from "@/sandbox/faults";
import { type Emulator, realNow } from "./emulator";
import type { Answer } from "./http/answer";
import type { Asked } from "./http/asked";
import type { Operation } from "./operation";
import { withinPace } from "./pace";

/** `hang`: never answer. `reset`: cut the connection. */
export type Outcome = Answer | "hang" | "reset";

export async function dispatch(operation: Operation, asked: Asked, emulator: Emulator): Promise<Outcome> {
  emulator.calls.count(operation.name);
  if (emulator.options.answerDelayMs > 0) await pause(emulator.options.answerDelayMs);
  const fault = emulator.faults.take(operation.name);
  if (fault && fault !== "skewed-date") return faultOutcome(fault, operation);

  if (operation.service.paced && !withinPace(emulator)) {
    emulator.calls.overQuota();
    return operation.service.throttled(false);
  }
  const answer = await operation.answer(asked, emulator);
  return fault === "skewed-date" ? skewed(answer, emulator) : answer;
}

function faultOutcome(fault: FaultAnswer, { service }: Operation): Outcome {
  switch (fault) {
    case "hang":
    case "reset":
      return fault;
    case "throttle":
      return service.throttled(true);
    case "throttle-untyped":
      return service.throttled(false);
    case "deny":
      return service.denied();
    case "malformed":
      return { status: 200, headers: { "content-type": "application/json" }, body: '{"accountList":[{"acc' };
    case "html-400":
      return balancerPage(400, "Bad Request");
    case "html-503":
      return balancerPage(503, "Service Temporarily Unavailable");
    default:
      return service.failed();
  }
}

/** What a load balancer in front of a service says: nothing that a client could recognise. */
function balancerPage(status: number, reason: string): Answer {
  const heading = `${status} ${reason}`;
  return {
    status,
    headers: { "content-type": "text/html" },
    body: `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n</body>\r\n</html>\r\n`,
  };
}

function skewed(answer: Answer, emulator: Emulator): Answer {
  const date = new Date(realNow(emulator) - 47 * 60 * 1000).toUTCString();
  return { ...answer, headers: { ...answer.headers, date } };
}
