/**
 * Looks for secrets in all that a browser gets, sends and keeps of the portal, in every context that a story opens. It only
 * listens: nothing waits for it before a context is closed.
 */

import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, ConsoleMessage, Page, Request } from "@playwright/test";
import { couldNotLook, learnAccessTokens, learnSecret, lookAt, lookAtAll } from "./secrets";
import { storageOf } from "./storage-of-page";

const portals = new Set<string>();

/** What stands there is the portal's: its answers and addresses are looked at. */
export function watchPortal(url: string): void {
  if (URL.canParse(url)) portals.add(new URL(url).origin);
}

function pathAtPortal(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  return portals.has(origin) ? pathname : null;
}

/** Doors that hand out what was asked for: keys, a token of one's own, the way to the provider and to the console. */
const handsOut =
  /^\/api\/(credentials|console|access-tokens|sign-out|auth\/.*|v1\/(container|process|pairing)(\/.*)?)$/;
const exported = /^\/api\/audit\/(csv|jsonl|ocsf)$/;

/** An answer that did not come through a browser; `text` is all of it. */
export function lookAtAnswer(path: string, text: string): void {
  const { pathname } = new URL(path, "http://portal.invalid");
  if (pathname === "/api/access-tokens") learnAccessTokens(text);
  if (!handsOut.test(pathname)) lookAt(exported.test(pathname) ? "export" : "answer", pathname, text);
}

/** The session of whoever is signed in here. */
export async function learnSessions(context: BrowserContext): Promise<void> {
  for (const { name, value } of await context.cookies())
    if (/sallyport-session$/.test(name)) learnSecret("a session cookie", value);
}

type Seen = {
  answers: [path: string, bytes: Buffer][];
  urls: Set<string>;
  said: string[];
  coming: Set<Promise<void>>;
};

/** A code comes to the callback by its address: so OpenID Connect has it, and it opens nothing a second time. */
const callback = /^\/api\/auth\/callback\//;

function seeRequest(seen: Seen, request: Request): void {
  const path = pathAtPortal(request.url());
  if (path !== null && !callback.test(path)) seen.urls.add(request.url());
  const { referer = "" } = request.headers();
  if (path !== null || pathAtPortal(referer) !== null) seen.urls.add(`Referer: ${referer}`);
}

async function seeAnswer(seen: Seen, path: string, request: Request): Promise<void> {
  try {
    const response = await request.response();
    if (response === null || (response.status() >= 300 && response.status() < 400)) return;
    const body = await response.body();
    if (path === "/api/access-tokens") learnAccessTokens(body.toString());
    if (!handsOut.test(path)) seen.answers.push([path, body]);
  } catch {
    // The page has gone on, and the browser has forgotten what it got. Others of its kind were seen.
  }
}

function seeFinished(seen: Seen, request: Request): void {
  const path = pathAtPortal(request.url());
  if (path === null || path.startsWith("/_next/static/")) return;
  const coming = seeAnswer(seen, path, request).finally(() => seen.coming.delete(coming));
  seen.coming.add(coming);
}

function seeDownloads(page: Page): void {
  page.on("download", (download) => {
    const path = pathAtPortal(download.url());
    if (path === null || !exported.test(path)) return;
    download.path().then(
      (file) => lookAtAll("export", path, [["", readFileSync(file)]]),
      (fault) => couldNotLook("export", path, fault),
    );
  });
}

/** A page that does not answer must not keep its story waiting. */
async function within<Value>(milliseconds: number, what: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`It took more than ${milliseconds} ms.`)), milliseconds);
  });
  return await Promise.race([what, late]).finally(() => clearTimeout(timer));
}

async function lookAtStorage(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) {
    if (page.isClosed() || pathAtPortal(page.url()) === null) continue;
    const where = `storage at ${new URL(page.url()).pathname}`;
    await within(10_000, page.evaluate(storageOf)).then(
      (kept) => lookAt("browser", where, kept),
      (fault) => couldNotLook("browser", where, fault),
    );
  }
  const cookies = (await context.cookies()).filter(({ name }) => /sallyport-(?!session$)/.test(name));
  lookAt("browser", "cookies", JSON.stringify(cookies));
}

async function lookAtContext(context: BrowserContext, seen: Seen): Promise<void> {
  await learnSessions(context);
  await within(10_000, Promise.all(seen.coming)).catch(() => undefined);
  lookAtAll("answer", "in a browser", seen.answers.splice(0));
  lookAt("url", "addresses and referers", [...seen.urls].join("\n"));
  lookAt("console", "lines of the browser's console", seen.said.splice(0).join("\n"));
  seen.urls.clear();
  await lookAtStorage(context);
}

/** Looks at what came of a context before it is closed. */
function watchContext(context: BrowserContext): () => Promise<void> {
  const seen: Seen = { answers: [], urls: new Set(), said: [], coming: new Set() };
  context.on("request", (request) => seeRequest(seen, request));
  context.on("requestfinished", (request) => seeFinished(seen, request));
  context.on("console", (message: ConsoleMessage) => void seen.said.push(message.text()));
  context.on("page", seeDownloads);
  const look = () =>
    lookAtContext(context, seen).catch((fault) => couldNotLook("browser", "a context", fault));
  const close = context.close.bind(context);
  context.close = async (options) => {
    await look();
    await close(options);
  };
  return look;
}

/** From now on. Answers what looks at contexts that nobody has closed. */
export function watchBrowser(browser: Browser): () => Promise<void> {
  const open = new Map<BrowserContext, () => Promise<void>>();
  browser.on("context", (context) => {
    open.set(context, watchContext(context));
    context.once("close", () => open.delete(context));
  });
  return async () => {
    for (const look of open.values()) await look();
  };
}
