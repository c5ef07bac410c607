/** What the emulator's tables are made of: an operation of AWS, and the service that words its refusals. */

import type { AwsOperation } from "@/sandbox/faults";
import type { Emulator } from "./emulator";
import type { Answer } from "./http/answer";
import type { Asked } from "./http/asked";

export type Handler = (asked: Asked, emulator: Emulator) => Answer | Promise<Answer>;

export type Operation = { name: AwsOperation; service: Service; answer: Handler };

/** How a service says what any operation may have to say. */
export type Service = {
  /** Whether its calls draw on the instance's collective quota. */
  paced: boolean;
  /** `typed`: the error's type is in the header; otherwise only in the body, as the real quota answers. */
  throttled(typed: boolean): Answer;
  denied(): Answer;
  failed(): Answer;
  /** What was asked about is not there. Only services that can be told to say so need it. */
  notFound?(): Answer;
};
