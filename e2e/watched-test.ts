/** Playwright's own test, with every context of its browser looked at for secrets. */

import { test as base } from "@playwright/test";
import { watchBrowser } from "./secrets-in-browser";

export const test = base.extend<object, { keepsNoSecret: undefined }>({
  keepsNoSecret: [
    async ({ browser }, use) => {
      const lookAtOpenOnes = watchBrowser(browser);
      await use(undefined);
      await lookAtOpenOnes();
    },
    { scope: "worker", auto: true },
  ],
});
