/** Access tokens in people's words. Pure. */

import type { ShownToken } from "@/lib/core/shown-token";

/** `All roles`, `1 role`, `12 roles`. */
export function scopeWords({ grants }: Pick<ShownToken, "grants">): string {
  if (grants === null) return "All roles, those of later too";
  return grants.length === 1 ? "1 role" : `${grants.length} roles`;
}

const whys: Readonly<Record<string, string>> = {
  expired: "Its time was over",
  person: "You revoked it",
  machine: "Its machine gave it back",
  "sign-out": "You signed out everywhere",
  administrator: "An administrator revoked it",
  block: "An administrator shut you out",
  provider: "Your identity provider stood by you no more",
};

/** A newer version of the portal may know more reasons. */
export function endWords(why: string): string {
  return whys[why] ?? "It was revoked";
}

export function wayWords(madeBy: string): string {
  return madeBy === "pairing" ? "by pairing" : "on this page";
}

/** `aws-cli/2.22.35 md/awscrt#0.22 ...` is `aws-cli/2.22.35`; a browser is one by its name. */
export function clientWords(userAgent: string): string {
  const browser = /\b(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(userAgent);
  if (userAgent.startsWith("Mozilla/") && browser) {
    const names: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera" };
    const [, name = ""] = browser;
    return names[name] ?? name;
  }
  return userAgent.split(" ", 1)[0]?.slice(0, 40) || "an unnamed program";
}

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|[0-9a-f]*:[0-9a-f:.]*(?:\/\d{1,3})?)$/i;

/** What somebody wrote as networks, and the first that cannot be one; whether it is one exactly is the server's to say. */
export function networksIn(text: string): { networks: string[]; wrong: string | null } {
  const networks = text.split(/[\s,;]+/).filter((one) => one !== "");
  return { networks, wrong: networks.find((one) => !address.test(one)) ?? null };
}
