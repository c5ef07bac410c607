/** The page on which a visitor chooses who to be. One button for each identity; no password, for nothing is protected. */

import { identities } from "@/sandbox/company";
import type { Identity } from "@/sandbox/identity";
import { type Page, text } from "./pages";

export function signInPage(action: string): Page {
  return {
    title: "Who would you like to be?",
    body: `<p class="lead">Choose an identity to sign in to Sallyport with.</p>
<form method="post" action="${text(action)}">
<ul class="people">
${identities.map(personButton).join("\n")}
</ul>
<div class="row"><button class="quiet" name="refuse" value="yes">Refuse to sign in</button></div>
</form>`,
  };
}

/** A direction mark in a name must not turn the rest of the page around, hence `bdi`. */
function personButton({ login, name, goodFor }: Identity): string {
  return `<li><button class="person" name="login" value="${text(login)}">
<span class="login">${text(login)}</span>
<span class="who"><bdi>${text(name)}</bdi></span>
<span class="good">${text(goodFor)}</span>
</button></li>`;
}
