/**
 * Every call of an operation passes here: it is counted, given the fault that was ordered for it, held to the quota,
 * and only then run. The only file that knows what an ordered fault looks like on the wire.
 */

import { setTimeout as pause } from "node:timers/promises";
import type { FaultAnswer } from "@/sandbox/faults";
import { firstPageAgain } from "./cut-page";
import { type Emulator, realNow } from "./emulator";
import { type Answer, jsonAnswer } from "./http/answer";
import type { Asked } from "./http/asked";
import { jsonObject, text } from "./http/body";
import { bearerToken, instanceAsked } from "./instance-asked";
import type { Operation } from "./operation";
import { withinPace } from "./pace";

/** `hang`: never answer. `reset`: cut the connection, for `cut` in the middle of the answer. */
export type Outcome = Answer | "hang" | "reset" | { cut: Answer };

export async function dispatch(operation: Operation, asked: Asked, emulator: Emulator): Promise<Outcome> {
  const instance = instanceAsked(asked, emulator);
  emulator.calls.count(operation.name, instance);
  emulator.calls.calledBy(operation.name, asked.headers.get("user-agent") ?? "");
  const { answerDelayMs } = emulator.options;
  // A call that still waits must not keep a sandbox alive that was told to end.
  if (answerDelayMs > 0) await pause(answerDelayMs, undefined, { ref: false });
  const fault = emulator.faults.take(operation.name, instance);
  if (fault && !spoils.has(fault)) return faultOutcome(fault, operation);

  if (operation.service.paced && !withinPace(emulator, instance)) {
    emulator.calls.overQuota(instance);
    return operation.service.throttled(false);
  }
  if (fault === "end-token") emulator.state.accessTokens.delete(bearerToken(asked));
  const answer = await operation.answer(asked, emulator);
  if (fault === "skewed-date") return skewed(answer, emulator);
  if (fault === "repeat-token") return repeating(answer, asked);
  return fault === "cut" ? { cut: answer } : answer;
}

/** Faults that come with an answer of the operation's own. */
const spoils: ReadonlySet<FaultAnswer> = new Set<FaultAnswer>([
  "skewed-date",
  "repeat-token",
  "end-token",
  "cut",
]);

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
    case "wrong-shape":
      return jsonAnswer(200, wrongShape);
    case "not-found":
      return service.notFound?.() ?? service.failed();
    case "html-400":
      return balancerPage(400, "Bad Request");
    case "html-503":
      return balancerPage(503, "Service Temporarily Unavailable");
    default:
      return service.failed();
  }
}

/** Names that clients look for, with values that they do not. */
const wrongShape = {
  accountList: [{ accountId: 12_345_678_901 }, null, "x", { accountId: "12" }],
  roleList: [{ roleName: 7 }, null, {}],
  nextToken: 5,
  roleCredentials: { accessKeyId: 1, secretAccessKey: [], expiration: "soon" },
  accessToken: {},
  expiresIn: "an hour",
  Accounts: [{ Id: 1 }],
  PermissionSets: [null],
  AccountAssignments: {},
};

/** The page after the one that was asked for is always the one that was asked for. */
function repeating(answer: Answer, asked: Asked): Answer {
  const body = jsonObject(answer.body);
  if (answer.status !== 200 || !body) return answer;
  const isQuery = asked.method === "GET";
  const given = isQuery
    ? asked.query.get("next_token")
    : text(jsonObject(asked.body) ?? new Map(), "NextToken");
  const page = {
    ...Object.fromEntries(body),
    [isQuery ? "nextToken" : "NextToken"]: given || firstPageAgain,
  };
  return { ...answer, body: JSON.stringify(page) };
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
