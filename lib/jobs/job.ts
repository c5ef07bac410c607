/** What background work looks like. `lib/web/start.ts` starts each; one replica at a time does it. */

import "server-only";

export type Job = {
  name: string;
  everySeconds: number;
  /** `stopping`: aborted when the process stops. Work that may take longer than a moment ends then. */
  work: (stopping: AbortSignal) => Promise<unknown>;
};

/** Work without an end, for which a minute would be too long. One replica at a time has it, for as long as it runs. */
export type Watch = {
  name: string;
  /** One step. Answers in how many milliseconds the next is due. `report` is told of what went wrong on the way. */
  step: (stopping: AbortSignal, report: (failure: unknown) => void) => Promise<number>;
};
