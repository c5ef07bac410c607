/**
 * A person with a browser that runs no script: keeps cookies, follows redirects, presses buttons. For tests that
 * need somebody to sign in at the sandbox's provider by HTTP, from this folder and from others.
 */

type Visit = {
  /** Where the visitor stands now, or, if `left`, where the sandbox sent them to and they did not go. */
  url: URL;
  left: boolean;
  status: number;
  html: string;
};

export type Visitor = {
  /** Goes there and follows redirects while they stay with the sandbox. */
  open(url: URL | string): Promise<Visit>;
  /** Sends the page's form as it stands, with these fields added. */
  submit(visit: Visit, fields?: Record<string, string>): Promise<Visit>;
  /** From an authorization request to the callback's URL: signs in as `login` if asked who it is. */
  signIn(authorizationUrl: URL | string, login: string): Promise<URL>;
};

export function createVisitor(): Visitor {
  const cookies = new Map<string, string>();

  async function send(url: URL, init: RequestInit = {}): Promise<Visit> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...init.headers, accept: "text/html", ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);

    const location = response.headers.get("location");
    if (!location) return { url, left: false, status: response.status, html: await response.text() };
    await response.body?.cancel();
    const next = new URL(location, url);
    if (next.origin !== url.origin) return { url: next, left: true, status: response.status, html: "" };
    return send(next);
  }

  async function submit(visit: Visit, fields: Record<string, string> = {}): Promise<Visit> {
    const action = /<form[^>]* action="([^"]*)"/.exec(visit.html)?.[1];
    if (action === undefined) throw new Error(`There is no form at ${visit.url}.`);
    const hidden = [...visit.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const form = new URLSearchParams(hidden.map(([, name = "", value = ""]) => [name, value]));
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return send(new URL(action, visit.url), { method: "POST", body: form });
  }

  return {
    open: (url) => send(new URL(url)),
    submit,
    signIn: async (authorizationUrl, login) => {
      let visit = await send(new URL(authorizationUrl));
      if (!visit.left) visit = await submit(visit, { login });
      // Where somebody else was signed in, the provider signs them out by one more form of its own.
      if (!visit.left) visit = await submit(visit);
      if (!visit.left) throw new Error(`Sign-in ended at ${visit.url} with ${visit.status}: ${visit.html}`);
      return visit.url;
    },
  };
}

/** All of the sandbox is one host, so a cookie's name is enough to know it by. */
function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const name = pair.slice(0, pair.indexOf("="));
  const value = pair.slice(pair.indexOf("=") + 1);
  const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1];
  const over = value === "" || (expires !== undefined && Date.parse(expires) <= Date.now());
  if (over) cookies.delete(name);
  else cookies.set(name, value);
}
