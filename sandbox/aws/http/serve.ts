/** Puts answers on the wire, the wrong ones too. */

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Outcome } from "@/sandbox/aws/dispatch";
import { type Asked, isLoopbackHost, readAsked } from "./asked";
import { errorPage } from "./page";

/** `respond` must answer every request; what it throws is a fault of the sandbox itself and becomes a 500. */
export function serve(region: string, respond: (asked: Asked) => Promise<Outcome>): RequestListener {
  return (request, response) => {
    outcomeOf(request, region, respond).then(
      (outcome) => put(outcome, response),
      (fault: unknown) => {
        // A client that hung up in the middle of its request is not a fault of ours.
        if (request.complete) put(ownFault(fault), response);
      },
    );
  };
}

async function outcomeOf(
  request: IncomingMessage,
  region: string,
  respond: (asked: Asked) => Promise<Outcome>,
): Promise<Outcome> {
  const asked = await readAsked(request, region);
  if (!asked) return errorPage(413, "Request too long", "The request's body is longer than any legal call.");
  if (!isLoopbackHost(asked)) {
    return errorPage(
      421,
      "Not this host",
      "The sandbox answers only when it is called localhost or 127.0.0.1.",
    );
  }
  return respond(asked);
}

function put(outcome: Outcome, response: ServerResponse): void {
  if (outcome === "hang") return;
  if (outcome === "reset") {
    response.socket?.destroy();
    return;
  }
  if ("cut" in outcome) {
    const { status, headers, body } = outcome.cut;
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...headers, "content-length": bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
    return;
  }
  response.writeHead(outcome.status, outcome.headers);
  response.end(outcome.body);
}

function ownFault(fault: unknown): Outcome {
  console.error("The sandbox's AWS emulator failed:", fault);
  return errorPage(
    500,
    "The sandbox failed",
    "This is a fault of the sandbox, not an answer that AWS would give.",
  );
}
