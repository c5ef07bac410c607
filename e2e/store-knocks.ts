/** Knocking at every door of a portal whose database does not answer. */

import { addressOf, builtDoors } from "./built-addresses";
import { ownPage } from "./http-person";

export type StoreKnock = {
  method: string;
  address: string;
  /** Milliseconds. */
  took: number;
  /** 0: no answer came while anybody would have waited for one. */
  status: number;
  text: string;
  location: string;
};

export type Keys = { cookie: string; token: string };

const patienceMs = 20_000;

/** What a door is sent, by its address, where that is more than nothing: JSON, or a form. */
export type Bodies = Readonly<Record<string, unknown>>;

function sent(url: string, address: string, { cookie, token }: Keys, bodies: Bodies) {
  const body = bodies[address] ?? {};
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const own = address.startsWith("/api/v1/")
    ? { authorization: `Bearer ${token}` }
    : { ...ownPage(url), cookie };
  return { headers: { ...own, "content-type": type }, body: isForm ? body.toString() : JSON.stringify(body) };
}

async function knock(
  url: string,
  address: string,
  init: RequestInit & { method: string },
): Promise<StoreKnock> {
  const { method } = init;
  const began = performance.now();
  const answered = { method, address, status: 0, text: "", location: "" };
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(new URL(address, url), { ...init, redirect: "manual", signal });
    answered.status = answer.status;
    answered.location = answer.headers.get("location") ?? "";
    answered.text = await answer.text();
  } catch {
    // Told by the time that it took.
  }
  return { ...answered, took: performance.now() - began };
}

/** Ways that would end what the next knocks need. */
const ends = new Set(["/api/sign-out", "/api/v1/access-token/revoke"]);

/** Both ways at every built door that has to do with the store. */
export async function knockEverywhere(url: string, keys: Keys, bodies: Bodies = {}): Promise<StoreKnock[]> {
  const addresses = builtDoors
    .map(addressOf)
    .filter((address) => !/^\/(readyz|livez)$/.test(address) && !ends.has(address));
  const found: StoreKnock[] = [];
  // Not all at once: a crowd has its own ways to be slow.
  for (let first = 0; first < addresses.length; first += 6) {
    const some = addresses.slice(first, first + 6).flatMap((address) => {
      const { headers, body } = sent(url, address, keys, bodies);
      return [
        knock(url, address, { method: "GET", headers }),
        knock(url, address, { method: "POST", headers, body }),
      ];
    });
    found.push(...(await Promise.all(some)));
  }
  return found;
}

/** It says that the database is to blame, in the way of its kind: JSON, OAuth's JSON, a page, a way to a page. */
export function blamesStore({ status, text, location }: StoreKnock): boolean {
  const said = /"code":"(store-unavailable|not-recorded)"|"error":"temporarily_unavailable"/i.test(text);
  const isPage = /(store-unavailable|not-recorded)@/.test(text);
  return (status === 503 && said) || isPage || /\/problem\/(store-unavailable|not-recorded)/.test(location);
}

export function said({ method, address, status, took, text }: StoreKnock): string {
  return `${method} ${address}: ${status} after ${Math.round(took)} ms, ${text.slice(0, 80)}`;
}
