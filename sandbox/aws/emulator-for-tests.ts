/** Starts an emulator with a company and an issuer of its own, on free ports, for the tests of this folder. */

import { createServer } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { createCalls } from "@/sandbox/calls";
import type { Clock } from "@/sandbox/clock";
import { createCompany, identityOf } from "@/sandbox/company";
import { createPartners } from "@/sandbox/company-partners";
import { createFaults } from "@/sandbox/faults";
import { type AwsContext, defaultAwsOptions } from "./contract";
import { startAws } from "./start-aws";

const audience = "sallyport";

export type TestEmulator = Awaited<ReturnType<typeof startEmulator>>;

/** `accounts`: how many the company has. The quota is off unless a test turns it on. */
export async function startEmulator(accounts?: number) {
  const issuer = await startIssuer();
  const clock = standingClock();
  const context: AwsContext = {
    clock,
    company: createCompany({ clock, ...(accounts !== undefined && { accounts }) }),
    partners: createPartners(clock),
    faults: createFaults(),
    calls: createCalls(),
    issuer: issuer.url,
    audience,
    ports: { service: 0, signIn: 0, console: 0, otherRegion: 0, partners: 0 },
    options: { ...defaultAwsOptions, requestsPerSecond: 0 },
  };
  const aws = await startAws(context);
  const settings = aws.settings();
  const setting = (name: string) => settings[name] ?? "";

  return {
    ...context,
    clock,
    aws,
    setting,
    issuerKeys: issuer,
    /** As the sandbox's provider makes it: real time, and how far the sandbox's clock is ahead. */
    idToken: (login: string, claims: JWTPayload = {}) =>
      issuer.sign(emailOf(login), { sandbox_clock_ahead_seconds: clock.aheadSeconds(), ...claims }),
    close: async () => {
      await aws.close();
      await issuer.close();
    },
  };
}

/** Stands still, so that no test depends on how fast it runs. `tick` is real time going by. */
function standingClock(): Clock & { tick(seconds: number): void } {
  let real = Date.now();
  let ahead = 0;
  return {
    now: () => new Date(real + ahead * 1000),
    advance: (seconds) => {
      ahead += seconds;
    },
    aheadSeconds: () => ahead,
    reset: () => {
      ahead = 0;
    },
    tick: (seconds) => {
      real += seconds * 1000;
    },
  };
}

function emailOf(login: string): string {
  const identity = identityOf(login);
  if (!identity) throw new Error(`There is no identity ${login}.`);
  return identity.email;
}

/** Making a key takes longer than most tests, so every issuer of a test file begins with the same. */
const firstKey = newKey();

/** A provider reduced to discovery and keys. */
async function startIssuer() {
  let keys: Awaited<ReturnType<typeof newKey>>[] = [await firstKey];
  let fetched = 0;
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url === "/jwks") fetched += 1;
    const jwks = { keys: keys.map((key) => key.jwk) };
    response.end(JSON.stringify(request.url === "/jwks" ? jwks : { issuer: url, jwks_uri: `${url}/jwks` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  let serial = 0;

  return {
    url,
    timesFetched: () => fetched,
    rotate: async () => {
      keys = [await newKey()];
    },
    sign: async (email: string, claims: JWTPayload = {}) => {
      const [key] = keys;
      if (!key) throw new Error("The issuer has no key.");
      const issuedAt = Math.floor(Date.now() / 1000);
      serial += 1;
      const payload = { iss: url, aud: audience, sub: email, email, iat: issuedAt, exp: issuedAt + 3600 };
      return new SignJWT({ ...payload, nonce: `${serial}`, ...claims })
        .setProtectedHeader({ alg: "RS256", kid: key.kid })
        .sign(key.privateKey);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const kid = crypto.randomUUID();
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" } };
}
