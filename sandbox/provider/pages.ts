/**
 * The provider's pages: what they look like and the policy they are sent with. Nothing from elsewhere, no script but the
 * one line below, and every page says that it is a sandbox.
 */

import { createHash } from "node:crypto";

export type Page = { title: string; body: string };

const style = `
:root { color-scheme: light dark; --ink: #1b2130; --soft: #5b6475; --line: #dfe3ea; --paper: #f6f7f9; --card: #fff; --accent: #3b5bdb; --note: #fff4d6; --note-ink: #6b4e00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #9aa4b6; --line: #2c3342; --paper: #12151c; --card: #1a1f29; --accent: #8ea6ff; --note: #3a3014; --note-ink: #ffdf8a } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere }
.note { margin: 0; padding: .6rem 1rem; background: var(--note); color: var(--note-ink); text-align: center; font-size: .875rem }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1rem 4rem }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em }
.lead { margin: 0 0 1.75rem; color: var(--soft) }
.people { display: grid; gap: .5rem; margin: 0; padding: 0; list-style: none }
.person { display: grid; grid-template-columns: 9.5rem 1fr; gap: 0 1rem; width: 100%; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); color: inherit; font: inherit; text-align: left; cursor: pointer }
.person:hover { border-color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.login { font-weight: 600 }
.who { color: var(--soft) }
.good { grid-column: 2; font-size: .9rem }
.quiet { padding: .55rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: transparent; color: var(--soft); font: inherit; cursor: pointer }
.row { display: flex; gap: .5rem; margin-top: 1.5rem }
a { color: var(--accent) }
code { font: .875em ui-monospace, monospace }
@media (max-width: 36rem) { .person { grid-template-columns: 1fr } .good { grid-column: 1 } main { padding-top: 1.5rem } }
`;

const submitScript = "document.forms[0].submit()";

/** Put after a form, sends it without a click. Without scripts its button is still there. */
export const submitAtOnce = `<script>${submitScript}</script>`;

/** Headers of every page. oidc-provider adds the hashes of its own auto-submitting pages to `script-src`. */
export function pageHeaders(formTargets: string): Record<string, string> {
  return {
    "content-security-policy": `default-src 'none'; script-src ${hashOf(submitScript)}; style-src ${hashOf(style)}; form-action 'self' ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  };
}

export function renderPage({ title, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)} · Sandbox</title>
<style>${style}</style>
</head>
<body>
<header class="note">This is a sandbox. The people are made up, no password is asked, and nothing here reaches AWS.</header>
<main>
<h1>${text(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** Text as HTML shows it: the hostile identity's name is one of the things shown. */
export function text(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function hashOf(inline: string): string {
  return `'sha256-${createHash("sha256").update(inline).digest("base64")}'`;
}
