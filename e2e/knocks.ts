/** Every way of knocking at a closed door that has led past somebody's guard before. */

/** Knocks at each address as a stranger and names what was not as it must be. */
export async function openings(url: string, addresses: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const address of addresses) {
    for (const { path, method, headers } of knocks(address)) {
      const answer = await fetch(`${url}${path}`, { method, headers, redirect: "manual" });
      const what = `${method} ${path} ${JSON.stringify(headers)}: ${answer.status}`;
      const text = await answer.text();
      if (!isClosed(answer) && !leadsToSignIn(answer, text)) faults.push(what);
      if (!answer.headers.get("cache-control")?.includes("no-store")) faults.push(`${what} may be stored`);
      if (answer.headers.get("x-content-type-options") !== "nosniff") faults.push(`${what} without nosniff`);
      if (!answer.headers.get("content-security-policy")?.includes("frame-ancestors 'none'"))
        faults.push(`${what} without policy`);
      if (/ASIA[A-Z0-9]{16}|assumed-role|"accountId":"\d/.test(text))
        faults.push(`${what} shows AWS's things`);
    }
  }
  return faults;
}

/** Turned away: an error of theirs, the way to sign in, or the methods that the door has. */
function isClosed(answer: Response): boolean {
  if (answer.status >= 400 && answer.status < 500) return true;
  if (answer.status === 204) return answer.headers.has("allow");
  const location = answer.headers.get("location") ?? "";
  if (location === "/") return true;
  return answer.status >= 300 && answer.status < 400 && /\/(sign-in|problem)\b|^\/[^/]/.test(location);
}

/** On Next's own transport a page that sends people to sign in is a 200 that holds that redirect in the page's place. */
function leadsToSignIn(answer: Response, text: string): boolean {
  const isTransport = answer.headers.get("content-type")?.startsWith("text/x-component") ?? false;
  return isTransport && /^\w+:E\{"digest":"NEXT_REDIRECT;replace;\/sign-in\?[^";]*;307;"\}$/m.test(text);
}

/** Ways that have led past somebody's guard before. */
function knocks(address: string) {
  const plain = { path: address, method: "GET", headers: {} as Record<string, string> };
  const slashless = address === "/" ? "/index" : address;
  const paths = [
    `${slashless}.rsc`,
    `${slashless}.segments/_tree.segment.rsc`,
    `${slashless}/`,
    `/${address}`,
    `${address}?_rsc=1`,
    `${address}?nxtPx=1`,
    `/_next/data/x${slashless}.json`,
    slashless.replace(/\/(\w)/, "/%2e/$1"),
    slashless.toUpperCase(),
    `/en${slashless}`,
  ];
  const headers: Record<string, string>[] = [
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { purpose: "prefetch" },
    { "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-nextjs-data": "1" },
    { "x-matched-path": "/sign-in" },
    { "x-now-route-matches": "1" },
    { "next-resume": "1" },
    { "x-forwarded-uri": "/sign-in", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { "x-sallyport-hook": "x 127.0.0.1 /" },
    { authorization: "Bearer x" },
    { authorization: "Bearer %" },
    { cookie: "session=x; __Host-session=x" },
  ];
  return [
    plain,
    ...["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"].map((method) => ({ ...plain, method })),
    ...paths.map((path) => ({ ...plain, path })),
    ...headers.map((each) => ({ ...plain, headers: each })),
    { ...plain, method: "POST", headers: { "next-action": "x".repeat(40) } },
  ];
}
