/**
 * The control door: how a test or a visitor tells the sandbox to fail, to move its time, to change who may take
 * what, and asks what was called. JSON in and out, below `/_sandbox/` on the provider's port.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { InstancesFile, MintedKeys } from "@/sandbox/aws/contract";
import type { Calls } from "./calls";
import type { Clock } from "./clock";
import { type Company, identities, identityOf } from "./company";
import { answersOf, type Faults, isOperation } from "./faults";
import { instanceNames } from "./instances";
import type { Options } from "./options";
import { readBody } from "./read-body";

export type ControlParts = {
  /** The settings with which a portal reaches this sandbox. */
  environment: Record<string, string>;
  clock: Clock;
  company: Company;
  partners: Company;
  /** The text of a file that lists both instances. */
  instancesYaml(options: InstancesFile): string;
  faults: Faults;
  calls: Calls;
  options: Options;
  rotateKeys(keepOld: boolean): Promise<void>;
  /** All keys that GetRoleCredentials made. */
  minted(): MintedKeys[];
  /** Forgets what the emulator has handed out. */
  resetAws(): void;
};

type Answer = { status: number; body: unknown };
type Call = { what: string; answer(parts: ControlParts, input: unknown): Answer | Promise<Answer> };

const FaultInput = z.strictObject({
  operation: z.string(),
  answer: z.string(),
  times: z.int().min(1).max(1_000_000).default(1),
  instance: z.enum(instanceNames).optional(),
  skip: z.int().min(0).max(1_000_000).optional(),
  every: z.int().min(1).max(1_000_000).optional(),
});
const InstancesInput = z.strictObject({
  partners: z.enum(["device-code", "trusted-issuer"]),
  organization: z.boolean().default(false),
});
const ClockInput = z.strictObject({
  advanceSeconds: z
    .number()
    .min(0)
    .max(10 * 365 * 86_400),
});
const RotateInput = z.strictObject({ keepOld: z.boolean().default(true) });
const AssignmentInput = z.strictObject({
  instance: z.enum(instanceNames).default("main"),
  login: z.string(),
  accountId: z.string(),
  roleName: z.string().min(1),
  assigned: z.boolean(),
  sessionHours: z.literal([1, 4, 12]).optional(),
});

/** Every control call, as the door's own list of them shows it. */
const controlCalls: Record<string, Call> = {
  "GET /_sandbox/": {
    what: "This list.",
    answer: () => ok(Object.entries(controlCalls).map(([call, { what }]) => ({ call, what }))),
  },
  "GET /_sandbox/environment": {
    what: "The settings with which a portal reaches this sandbox.",
    answer: ({ environment }) => ok(environment),
  },
  "POST /_sandbox/instances": {
    what: 'The text of a file for INSTANCES_FILE with both instances: {"partners":"device-code"} or "trusted-issuer".',
    answer: ({ instancesYaml }, input) => ok({ yaml: instancesYaml(InstancesInput.parse(input)) }),
  },
  "GET /_sandbox/calls": {
    what: "How often each operation was called.",
    answer: ({ calls }) => ok(calls.all()),
  },
  "GET /_sandbox/agents": {
    what: "The user agents of the last calls of each operation, oldest first.",
    answer: ({ calls }) => ok(calls.agents()),
  },
  "GET /_sandbox/keys": {
    what: "All keys that GetRoleCredentials made: access key id, who asked, and the sign-in tokens made with them.",
    answer: ({ minted }) => ok(minted()),
  },
  "GET /_sandbox/identities": {
    what: "Who can sign in, and how many accounts and roles each has.",
    answer: ({ company }) =>
      ok(identities.map((identity) => ({ ...identity, ...sizeOf(company, identity.login) }))),
  },
  "GET /_sandbox/faults": {
    what: "Which operations there are, and which faults each can be given.",
    answer: () => ok(Object.fromEntries(answersOf)),
  },
  "POST /_sandbox/faults": {
    what: 'The next calls of an operation fail: {"operation":"GetRoleCredentials","answer":"throttle","times":2}. With "instance" of that one alone, with "skip":5 after five good ones, with "every":3 every third.',
    answer: setFault,
  },
  "POST /_sandbox/clock": {
    what: 'Moves the sandbox\'s time forward: {"advanceSeconds":3600}.',
    answer: ({ clock }, input) => {
      clock.advance(ClockInput.parse(input).advanceSeconds);
      return ok({ now: clock.now().toISOString() });
    },
  },
  "POST /_sandbox/assignments": {
    what: 'Gives or takes a role, of main if no "instance" is named: {"login":"reader","accountId":"...","roleName":"Developer","assigned":true}.',
    answer: assign,
  },
  "GET /_sandbox/options": {
    what: "The switches of provider and emulator.",
    answer: ({ options }) => ok(options.all()),
  },
  "POST /_sandbox/options": {
    what: 'Sets some of them: {"refreshGrant":false}.',
    answer: ({ options }, input) => {
      const wrong = options.set(z.record(z.string(), z.unknown()).parse(input));
      return wrong ? refused(wrong) : ok(options.all());
    },
  },
  "POST /_sandbox/rotate-keys": {
    what: 'A new key signs from now on; {"keepOld":false} withdraws the one before at once.',
    answer: async ({ rotateKeys }, input) => {
      await rotateKeys(RotateInput.parse(input).keepOld);
      return ok({});
    },
  },
  "POST /_sandbox/reset": {
    what: "Everything as at the start, except that the provider's visitors stay signed in and its keys stay.",
    answer: reset,
  },
};

/** Answers a request below `/_sandbox/`. What is wrong with a bad one is said in `error`. */
export async function answerControl(
  parts: ControlParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body } = await answerOf(parts, request);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

async function answerOf(parts: ControlParts, request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const name = `${request.method} ${pathname}`;
  const call = Object.hasOwn(controlCalls, name) ? controlCalls[name] : undefined;
  if (!call) return { status: 404, body: { error: `There is no control call ${name}.` } };
  try {
    const text = await readBody(request);
    return await call.answer(parts, text.trim() === "" ? {} : JSON.parse(text));
  } catch (fault) {
    if (fault instanceof z.ZodError) return refused(z.prettifyError(fault));
    if (fault instanceof SyntaxError) return refused(`The body is not JSON: ${fault.message}`);
    if (fault instanceof RangeError) return refused(fault.message);
    throw fault;
  }
}

function setFault({ faults }: ControlParts, input: unknown): Answer {
  const { operation, answer: wanted, ...rest } = FaultInput.parse(input);
  if (!isOperation(operation)) {
    return refused(`There is no operation ${operation}. There are: ${[...answersOf.keys()].join(", ")}.`);
  }
  const answers = answersOf.get(operation) ?? [];
  const answer = answers.find((candidate) => candidate === wanted);
  if (!answer) return refused(`${operation} cannot answer ${wanted}. It can: ${answers.join(", ")}.`);
  faults.set({ operation, answer, ...rest });
  return ok({ operation, answer, ...rest });
}

function assign(parts: ControlParts, input: unknown): Answer {
  const { instance, login, accountId, roleName, assigned, sessionHours } = AssignmentInput.parse(input);
  const company = instance === "main" ? parts.company : parts.partners;
  if (!identityOf(login)) {
    return refused(
      `There is no identity ${login}. There are: ${identities.map((one) => one.login).join(", ")}.`,
    );
  }
  if (!company.accountOf(accountId)) return refused(`There is no account ${accountId}.`);
  if (assigned) company.assign(login, { accountId, roleName, ...(sessionHours && { sessionHours }) });
  else if (!company.unassign(login, { accountId, roleName })) {
    return refused(`${login} does not have ${roleName} in ${accountId}.`);
  }
  return ok({ login, ...sizeOf(company, login) });
}

function reset({ clock, company, partners, faults, calls, options, resetAws }: ControlParts): Answer {
  for (const part of [clock, company, partners, faults, calls, options]) part.reset();
  resetAws();
  return ok({});
}

function sizeOf(company: Company, login: string): { accounts: number; roles: number } {
  return { accounts: company.accountsOf(login).length, roles: company.grantsOf(login).length };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function refused(error: string): Answer {
  return { status: 400, body: { error } };
}
