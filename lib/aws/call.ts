/** What every call to AWS has in common: by what name we ask, how long it may take, and what its failure becomes. */

import "server-only";

import { callSeconds } from "@/lib/aws/clients";
import { isOutgoingRequest } from "@/lib/aws/endpoint-guard";
import { type Operation, portalErrorOf } from "@/lib/aws/errors";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import { version } from "@/lib/core/version";

export type Call = {
  /** From the click to AWS's own log: it stands in our user agent. A UUID. */
  correlationId: string;
  /** Where the next page of a list begins: `next` of the page before. */
  next?: string | null;
  /** Ends the call. If its reason is a `PortalError`, the call fails with that. */
  signal?: AbortSignal | undefined;
  /** Longest call; `callSeconds` if not given. */
  timeoutSeconds?: number;
};

/**
 * Sends, and waits no longer than allowed whatever hangs: a connection, an answer that never ends, or the machine's
 * metadata service while the SDK looks for the portal's identity. Every failure leaves as `PortalError`.
 */
export async function ask<Answer>(
  operation: Operation,
  call: Call,
  send: (options: { abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const seconds = call.timeoutSeconds ?? callSeconds;
  const ending = new AbortController();
  const tooLate = new PortalError("aws-slow", `${operation}: no complete answer within ${seconds} s`);
  const timer = setTimeout(() => ending.abort(tooLate), seconds * 1000);
  const giveUp = () => ending.abort(reasonOf(operation, call.signal));
  call.signal?.addEventListener("abort", giveUp, { once: true });
  if (call.signal?.aborted) giveUp();

  try {
    return await Promise.race([ended(ending.signal), send({ abortSignal: ending.signal })]);
  } catch (failure) {
    throw portalErrorOf(operation, failure);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", giveUp);
  }
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

function reasonOf(operation: Operation, signal: AbortSignal | undefined): unknown {
  const reason: unknown = signal?.reason;
  if (problemOf(reason) !== "unexpected") return reason;
  return new PortalError("aws-slow", `${operation}: whoever asked gave up waiting`);
}

/** `Sallyport/1.2.3 <correlation id>`. In CloudTrail it joins AWS's record to ours. */
export function userAgent(call: Call): string {
  return `Sallyport/${version} ${call.correlationId}`;
}

type Stack = {
  middlewareStack: {
    add(
      middleware: <Args extends { request: unknown }, Answer>(
        next: (args: Args) => Promise<Answer>,
      ) => (args: Args) => Promise<Answer>,
      options: { name: string; step: "build"; priority: "low" },
    ): void;
  };
};

/** The command, sent under our user agent. The SDK knows one per client; ours names the single call. */
export function named<Command extends Stack>(command: Command, call: Call): Command {
  command.middlewareStack.add(
    (next) => (args) => {
      if (isOutgoingRequest(args.request)) {
        args.request.headers["user-agent"] = userAgent(call);
        args.request.headers["x-amz-user-agent"] = userAgent(call);
      }
      return next(args);
    },
    // After the SDK's own, which stands at the same place and is added first.
    { name: "nameTheCall", step: "build", priority: "low" },
  );
  return command;
}
