/** What background work looks like. `lib/web/start.ts` starts each; one replica at a time does it. */

import "server-only";

export type Job = {
  name: string;
  everySeconds: number;
  /** `stopping`: aborted when the process stops. Work that may take longer than a moment ends then. */
  work: (stopping: AbortSignal) => Promise<unknown>;
};
