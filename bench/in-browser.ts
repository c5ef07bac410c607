/** The access page in Chromium: when what is seen, and how long a key takes. */

import { type BrowserContext, chromium, type Page } from "@playwright/test";
import type { HttpPerson } from "@/e2e/http-person";
import { percentile } from "./figures";

export type InBrowser = {
  /** From the navigation's start to the first account on screen. */
  onScreenMs: number;
  /** From the navigation's start to every role of the store counted on screen; null where it did not come to it. */
  completeMs: number | null;
  /** Of whoever types as soon as the page is there, and its scripts run for the first time. */
  firstKeystrokeMsP95: number;
  keystrokeMsP95: number;
  scrollFrameMsP95: number;
};

async function signedIn(context: BrowserContext, person: HttpPerson, url: string): Promise<void> {
  const cookies = person
    .cookie()
    .split("; ")
    .map((pair) => ({
      name: pair.slice(0, pair.indexOf("=")),
      value: pair.slice(pair.indexOf("=") + 1),
      url,
    }));
  await context.addCookies(cookies);
}

/** Milliseconds on the page's own clock, which begins with the navigation. */
async function whenSeen(page: Page, selector: string, text: string | null): Promise<number> {
  const seen = await page.waitForFunction(
    ([wanted, words]) => {
      const element = Array.from(document.querySelectorAll(wanted ?? "")).find(
        (one) => !words || one.textContent?.includes(words),
      );
      return element ? performance.now() : null;
    },
    [selector, text],
    { polling: "raf", timeout: 30_000 },
  );
  return Number(await seen.jsonValue());
}

/**
 * A key's time: from its event to the last change that it made to the page, laid out. Not the next frame, which comes at the
 * screen's own pace.
 */
async function keystrokes(page: Page, words: readonly string[]): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    document.addEventListener(
      "input",
      () => {
        const began = performance.now();
        let last = began;
        const watch = new MutationObserver(() => {
          document.body.getBoundingClientRect();
          last = performance.now();
        });
        watch.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
        setTimeout(() => {
          watch.disconnect();
          times.push(last - began);
        }, 80);
      },
      true,
    );
  });
  const box = page.getByRole("combobox").or(page.getByRole("searchbox")).or(page.locator("input")).first();
  for (const word of words) {
    await box.fill("");
    await page.waitForTimeout(120);
    await box.pressSequentially(word, { delay: 110 });
    await page.waitForTimeout(120);
  }
  return await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
}

const words = ["payments prod admin", "order stagng read", "0042", "zzqx", "dev power"];

async function scrollFrames(page: Page): Promise<number[]> {
  await page.getByRole("combobox").or(page.locator("input")).first().fill("");
  await page.mouse.move(600, 500);
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let step = 0; step < 60; step += 1) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(16);
  }
  return await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
}

/** `roles`: how many the store knows, as the page counts them. Null on a first visit: then only what is on screen is measured. */
export async function measureInBrowser(
  url: string,
  person: HttpPerson,
  roles: number | null,
): Promise<InBrowser> {
  const browser = await chromium.launch({
    ...(process.env.PLAYWRIGHT_CHROMIUM ? { executablePath: process.env.PLAYWRIGHT_CHROMIUM } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await signedIn(context, person, url);
    const page = await context.newPage();
    // Once before, so that scripts and fonts are in the cache as they are for people.
    if (roles !== null) await page.goto(url, { waitUntil: "load" });
    await page.goto(url, { waitUntil: "commit" });
    const onScreenMs = await whenSeen(page, "[role=rowheader]", null);
    if (roles === null)
      return { onScreenMs, completeMs: null, firstKeystrokeMsP95: 0, keystrokeMsP95: 0, scrollFrameMsP95: 0 };

    const counted = `${roles.toLocaleString("en")} roles`;
    const completeMs = await whenSeen(page, "output", counted);
    await page.waitForTimeout(500);
    const first = await keystrokes(page, words);
    await page.waitForTimeout(1500);
    const keys = await keystrokes(page, words);
    const frames = await scrollFrames(page);
    return {
      onScreenMs,
      completeMs,
      firstKeystrokeMsP95: percentile(first, 0.95),
      keystrokeMsP95: percentile(keys, 0.95),
      scrollFrameMsP95: percentile(frames, 0.95),
    };
  } finally {
    await browser.close();
  }
}
