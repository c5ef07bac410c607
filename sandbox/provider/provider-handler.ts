/**
 * Everything the provider's port answers: oidc-provider itself, the sign-in page that it sends people to, and a
 * front page that says what this is.
 */

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import type { Calls } from "@/sandbox/calls";
import type { Clock } from "@/sandbox/clock";
import { identityOf } from "@/sandbox/company";
import type { Faults } from "@/sandbox/faults";
import { readBody } from "@/sandbox/read-body";
import { createProvider, type ProviderOptions } from "./create-provider";
import { answerWithFaults } from "./evil-answers";
import { createModelStore } from "./model-store";
import { type Page, pageHeaders, renderPage, text } from "./pages";
import { portalSources } from "./portal-client";
import { signInPage } from "./sign-in-page";
import { createSigningKeys } from "./signing-keys";

export type ProviderContext = {
  issuer: string;
  portalUrl: string;
  clock: Clock;
  faults: Faults;
  calls: Calls;
  options: ProviderOptions;
};

export type ProviderHandler = {
  /** Rejects where a request cannot be read. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** A new key signs; the one before is still published unless `keepOld` is false. People stay signed in. */
  rotateKeys(keepOld: boolean): Promise<void>;
};

export async function createProviderHandler(context: ProviderContext): Promise<ProviderHandler> {
  const keys = await createSigningKeys();
  const lasting = { store: createModelStore(), cookieSecret: randomBytes(32).toString("hex") };

  // oidc-provider takes its keys when it is made. What must last lives outside of it, so making another is cheap.
  function makeProvider(): Provider {
    const provider = createProvider({ ...context, ...lasting, keys: keys.all() });
    answerWithFaults(provider, { ...context, keys });
    return provider;
  }
  let provider = makeProvider();
  let callback = provider.callback();

  return {
    handle: async (request, response) => {
      const path = new URL(request.url ?? "/", context.issuer).pathname;
      if (path === "/favicon.ico") return void response.writeHead(204).end();
      if (path === "/") return send(response, 200, frontPage(context), context);
      if (path.startsWith("/interaction/")) return interact(provider, request, response, context);
      await callback(request, response);
    },
    rotateKeys: async (keepOld) => {
      await keys.rotate(keepOld);
      provider = makeProvider();
      callback = provider.callback();
    },
  };
}

/** The sign-in page, and what happens when a button on it is pressed. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  context: ProviderContext,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  if (!interaction) return send(response, 400, lostPage, context);
  if (interaction.prompt.name === "consent") {
    return provider.interactionFinished(request, response, { consent: {} });
  }
  if (request.method !== "POST") return send(response, 200, signInPage(request.url ?? ""), context);

  const form = new URLSearchParams(await readBody(request));
  if (form.has("refuse")) {
    const refusal = { error: "access_denied", error_description: "The person refused to sign in." };
    return provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
  }
  const identity = identityOf(form.get("login") ?? "");
  if (!identity) return send(response, 400, unknownPage, context);
  const login = { accountId: identity.sub, remember: false, amr: ["sandbox"] };
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

const lostPage: Page = {
  title: "This sign-in is over",
  body: '<p class="lead">It was finished, or it has waited too long. Go back to the portal and sign in again.</p>',
};

const unknownPage: Page = {
  title: "There is no such identity",
  body: '<p class="lead">Go back and choose one of the buttons.</p>',
};

function frontPage({ portalUrl, issuer }: ProviderContext): Page {
  return {
    title: "The sandbox's identity provider",
    body: `<p class="lead">Sign-in starts at the portal: <a href="${text(portalUrl)}">${text(portalUrl)}</a>.</p>
<p>Discovery is at <a href="/.well-known/openid-configuration"><code>${text(issuer)}/.well-known/openid-configuration</code></a>,
the control calls are below <a href="/_sandbox/"><code>/_sandbox/</code></a>.</p>`,
  };
}

function send(
  response: ServerResponse,
  status: number,
  page: Page,
  { portalUrl }: { portalUrl: string },
): void {
  response.writeHead(status, {
    ...pageHeaders(portalSources(portalUrl)),
    "content-type": "text/html; charset=utf-8",
  });
  response.end(renderPage(page));
}
