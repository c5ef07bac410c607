/** A screen in both themes, as axe sees it. */

import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** `part`: a dialog's selector, where what it stands before is dimmed and not there to be read. */
export async function mustBeAccessible(page: Page, part?: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // A colour on its way to another is neither. One of an element that is gone meanwhile may never arrive.
    await page.evaluate(() =>
      Promise.race([
        new Promise((over) => setTimeout(over, 5000)),
        Promise.allSettled(
          document
            .getAnimations()
            .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
            .map(({ finished }) => finished),
        ),
      ]),
    );
    const axe = new AxeBuilder({ page }).withTags(rules);
    const { violations } = await (part ? axe.include(part) : axe).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual(
      [],
    );
  }
}
