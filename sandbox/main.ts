/** The sandbox as a program of its own: reads its three settings, starts, says where it is, ends on a signal. */

import { smallestCompany } from "./company-accounts";
import { startSandbox } from "./start-sandbox";

/** More than the emulator's ports have to fit above the first one. */
const highestPort = 65_535 - 9;

async function main(): Promise<void> {
  if (process.env.NODE_ENV === "production") {
    throw new Error(
      "The sandbox does not start with NODE_ENV=production: anyone can sign in to it as anybody.",
    );
  }
  const sandbox = await startSandbox({
    port: wholeNumber("SANDBOX_PORT", 4000, 1, highestPort),
    accounts: wholeNumber("SANDBOX_ACCOUNTS", smallestCompany, smallestCompany, 10_000),
    portalUrl: portalUrl(),
  });
  console.log(`The sandbox is at ${sandbox.issuer} (sign-in and control calls; AWS on the ports after it).`);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
}

function wholeNumber(name: string, otherwise: number, least: number, most: number): number {
  const text = process.env[name]?.trim();
  if (!text) return otherwise;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, such as ${otherwise}.`);
}

function portalUrl(): string {
  const text = process.env.PORTAL_URL?.trim() || "http://localhost:3000";
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, "");
  throw new Error("PORTAL_URL must be a web address, such as http://localhost:3000.");
}

/** One clear sentence. A taken port is the usual one. */
function sentence(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  if ("code" in fault && fault.code === "EADDRINUSE" && "port" in fault) {
    return `Port ${fault.port} is taken: stop what listens there, or set SANDBOX_PORT to the first of ten free ports.`;
  }
  return fault.message;
}

main().catch((fault: unknown) => {
  console.error(sentence(fault));
  process.exit(1);
});
