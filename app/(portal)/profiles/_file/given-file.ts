/** A file that somebody gave to the page, and the way back into it where the browser knows one. */

import type { WritableHandle } from "./pick-file";

export type GivenFile = { file: File; handle: WritableHandle | null };
