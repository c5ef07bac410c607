/** A certificate authority of a story's own, and a certificate for localhost. Made by openssl; Node has nothing for it. */

import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Paths of PEM files. */
export type Certificates = { ca: string; certificate: string; key: string };

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** `names` as openssl writes them: those that the certificate is for. */
export function makeCertificates(folder: string, names = "DNS:localhost, IP:127.0.0.1"): Certificates {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const fresh = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  const authority = ["-keyout", file("ca.key"), "-out", file("ca.pem"), "-subj", "/CN=Authority of a test"];
  openssl("req", "-x509", ...fresh, ...authority);
  const request = ["-keyout", file("server.key"), "-out", file("server.csr"), "-subj", "/CN=localhost"];
  openssl("req", ...fresh.slice(0, 3), ...request);
  writeFileSync(file("names"), `subjectAltName = ${names}\nextendedKeyUsage = serverAuth\n`);
  const by = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2"];
  const signed = ["-in", file("server.csr"), "-out", file("server.pem"), "-extfile", file("names")];
  openssl("x509", "-req", ...by, ...signed);
  return { ca: file("ca.pem"), certificate: file("server.pem"), key: file("server.key") };
}
