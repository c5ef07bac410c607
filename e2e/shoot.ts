/** A page in both themes and three widths, in `test-results/screens`. */

import type { Page } from "@playwright/test";

const widths = [390, 1024, 1600];
const themes = ["light", "dark"] as const;

export async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of themes) {
    for (const width of widths) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.screenshot({ path: `test-results/screens/${name}-${colorScheme}-${width}.png` });
    }
  }
}
