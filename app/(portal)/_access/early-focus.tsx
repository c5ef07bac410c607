/**
 * The keyboard in the search box from the moment that the box is in the page: whoever types before scripts have taken over loses no
 * letter. Runs where a browser reads the page from the server; where somebody comes from another of our pages, the box does it.
 */

import { headers } from "next/headers";

/** The keyboard of a telephone does not jump up by itself. */
const focusing = `if (matchMedia("(hover: hover) and (pointer: fine)").matches)
  document.querySelector("main input[type=search]")?.focus({ preventScroll: true });`;

export async function EarlyFocus() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // A browser shows no script its nonce once the page is there.
  return (
    <script
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a text of ours, and nothing of anybody's is in it.
      dangerouslySetInnerHTML={{ __html: focusing }}
    />
  );
}
