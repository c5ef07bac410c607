/** A signed-in person without a browser: for the doors, which must hold whatever knocks. */

import { createVisitor } from "@/sandbox/visitor";
import { learnSecret } from "./secrets";
import { lookAtAnswer } from "./secrets-in-browser";

export type HttpPerson = {
  /** The cookie header as it stands. */
  cookie(): string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** As a page of ours would send it. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** As the console's form would. */
  form(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
};

/** What a browser adds to a request of our own page. */
export function ownPage(url: string): Record<string, string> {
  return { origin: url, "sec-fetch-site": "same-origin" };
}

function jar() {
  const kept = new Map<string, string>();
  return {
    header: () => [...kept].map(([name, value]) => `${name}=${value}`).join("; "),
    keep(response: Response) {
      for (const line of response.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const at = pair.indexOf("=");
        const value = pair.slice(at + 1);
        if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) kept.delete(pair.slice(0, at));
        else kept.set(pair.slice(0, at), value);
        if (/sallyport-session=./.test(pair)) learnSecret("a session cookie", value);
      }
      return response;
    },
  };
}

/** Looks at what came without taking it away. An answer that breaks off, or is not read to its end, is not looked at. */
function seeAnswer(path: string, answer: Response): void {
  if (answer.status >= 300 && answer.status < 400) return;
  answer
    .clone()
    .text()
    .then((text) => lookAtAnswer(path, text))
    .catch(() => undefined);
}

/** A browser nobody has signed in with yet. `through`: where the portal answers, if that is not where people reach it. */
export function stranger(url: string, through = url): HttpPerson & { keep(response: Response): Response } {
  const cookies = jar();
  async function send(
    path: string,
    init: RequestInit & { headers: Record<string, string> },
  ): Promise<Response> {
    const cookie = cookies.header();
    const headers = { ...(cookie ? { cookie } : {}), ...init.headers };
    const answer = await fetch(new URL(path, through), { ...init, headers, redirect: "manual" });
    seeAnswer(path, answer);
    return cookies.keep(answer);
  }
  return {
    cookie: cookies.header,
    keep: cookies.keep,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { ...ownPage(url), "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    form: (path, fields, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { ...ownPage(url), "content-type": "application/x-www-form-urlencoded", ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

/** Goes the whole way: our start, the provider's page, our callback. Throws where it does not end signed in. */
export async function httpSignIn(url: string, login: string, through = url): Promise<HttpPerson> {
  const person = stranger(url, through);
  const started = await person.post("/api/auth/start", { returnTo: "/" });
  if (started.status !== 200)
    throw new Error(`Sign-in did not start: ${started.status} ${await started.text()}`);
  const { location } = (await started.json()) as { location: string };
  const callback = await createVisitor().signIn(location, login);
  const back = await person.get(`${callback.pathname}${callback.search}`);
  const to = back.headers.get("location");
  // An answer that leads nowhere is no sign-in either.
  if (to === null || new URL(to, url).pathname !== "/")
    throw new Error(`Sign-in of ${login} ended at ${back.status} ${to ?? (await back.text())}`);
  return person;
}
