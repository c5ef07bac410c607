/** Every way in which keys are asked for, all at once, and what came back of it, however little. */

import { request } from "node:http";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";
import { type HttpPerson, httpSignIn, ownPage } from "./http-person";

type Asking = { path: string; method?: string; headers: Record<string, string>; body?: string };

/** Head and body as far as they came: a connection that breaks is an answer, too. */
export async function whatComes(
  port: number,
  { path, method = "GET", headers, body }: Asking,
): Promise<string> {
  return await new Promise((done) => {
    let text = "";
    const end = () => done(text);
    const asked = request({ host: "localhost", port, path, method, headers, agent: false }, (answer) => {
      text += `${answer.statusCode} ${answer.headers.location ?? ""}\n`;
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("close", end);
    });
    asked.on("error", end);
    asked.end(body);
  });
}

const accounts = companyAccounts(smallestCompany);
const grantOf = (name: string, role: string) => ({
  instance: "main",
  accountId: accountNamed(accounts, name).accountId,
  role,
});
const copied = [
  grantOf("payments-prod", "Developer"),
  grantOf("payments-staging", "Developer"),
  grantOf("checkout-dev", "Developer"),
];
const opened = grantOf("payments-dev", "Developer");
const shared = grantOf("storefront-staging", "Developer");
const sharedPath = `main/${shared.accountId}/${shared.role}`;

export type Signed = { person: HttpPerson; token: string };

export function askings(url: string, { person, token }: Signed, formToken: string) {
  const own = { cookie: person.cookie(), ...ownPage(url) };
  const people: Asking[] = [
    ...copied.map((grant) => ({
      path: "/api/credentials",
      method: "POST",
      headers: { ...own, "content-type": "application/json" },
      body: JSON.stringify(grant),
    })),
    {
      path: "/api/console",
      method: "POST",
      headers: { ...own, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...opened, token: formToken }).toString(),
    },
  ];
  const machines: Asking[] = ["container", "process"].map((door) => ({
    path: `/api/v1/${door}/${sharedPath}`,
    headers: { authorization: `Bearer ${token}` },
  }));
  return { people, everybody: [...people, ...machines] };
}

export async function signInForKeys(url: string): Promise<Signed> {
  const person = await httpSignIn(url, "engineer");
  const wanted = { name: "a machine", grants: "all", hours: 1, networks: [] };
  const made = await person.post("/api/access-tokens", wanted);
  if (made.status !== 200) throw new Error(`No access token: ${made.status} ${await made.text()}`);
  return { person, token: ((await made.json()) as { token: string }).token };
}
