/** The emulator's web pages. Each says that it is a sandbox, loads nothing from anywhere and runs no script. */

import { createHash } from "node:crypto";
import type { Answer } from "./answer";

/** Text that is safe inside HTML, built only by `html`. */
export type Html = { readonly safe: string };

/** Everything put in is escaped, unless it is `Html` itself. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  const filled = parts.map(
    (part, index) => part + (index < values.length ? render(values[index] ?? "") : ""),
  );
  return { safe: filled.join("") };
}

export type Page = {
  title: string;
  body: Html;
  status?: number;
  /** Where a form of this page may lead, beside the page's own origin: its redirects count too. */
  formsLeadTo?: string[];
  headers?: Record<string, string | string[]>;
};

export function pageAnswer({ title, body, status = 200, formsLeadTo = [], headers = {} }: Page): Answer {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - sandbox</title>
<style>${{ safe: style }}</style>
</head>
<body>
<p class="sandbox"><strong>Sandbox.</strong> This page plays AWS on your own machine. Nothing here is real.</p>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": policy(formsLeadTo),
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      ...headers,
    },
    body: document.safe,
  };
}

/** A page for people that says what went wrong. */
export function errorPage(status: number, title: string, sentence: string): Answer {
  return pageAnswer({ status, title, body: html`<p>${sentence}</p>` });
}

function render(value: string | number | Html | Html[]): string {
  if (Array.isArray(value)) return value.map((one) => one.safe).join("\n");
  if (typeof value === "object") return value.safe;
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
.sandbox { margin: 0; padding: .5rem 1rem; background: #8a4b00; color: #fff; }
main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; }
dt { color: color-mix(in srgb, currentColor 75%, transparent); }
dd { margin: 0; overflow-wrap: anywhere; }
button { font: inherit; padding: .4rem .8rem; margin: .2rem .4rem .2rem 0; }
input { font: inherit; padding: .4rem; letter-spacing: .1em; }
`;
const styleHash = createHash("sha256").update(style).digest("base64");

function policy(formsLeadTo: string[]): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ["form-action 'self'", ...formsLeadTo].join(" "),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
