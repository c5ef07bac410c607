/** What background work looks like. `lib/web/start.ts` starts each; one replica at a time does it. */

import "server-only";

export type Job = { name: string; everySeconds: number; work: () => Promise<unknown> };
