/** What a machine suggests that its token should reach. A suggestion gives nothing: the person chooses. */

import { z } from "zod";

/** `ACCOUNT/ROLE` or `INSTANCE/ACCOUNT/ROLE`. An account may be named by its id or its name. */
const Hint = z.string().regex(/^(?:[^\s/]{1,64}\/){1,2}[A-Za-z0-9_+=,.@-]{1,64}$/);

const mostHints = 20;

/** Separated by spaces, as OAuth's scope is. */
export const Hints = z
  .string()
  .max(2048)
  .transform((text) => [...new Set(text.split(" ").filter((hint) => hint !== ""))])
  .pipe(z.array(Hint).max(mostHints));
