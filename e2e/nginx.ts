/** nginx with the very configuration that docs/operations/set-up.md shows; only names, ports and paths are this machine's. */

import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Certificates } from "./certificates";

const binary = ["nginx", "/usr/sbin/nginx"].find((name) => spawnSync(name, ["-v"]).status === 0);

export const hasNginx = binary !== undefined;

/** Every one of these must stand there: a configuration that has changed is not quietly another one. */
function replaced(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((so, [from, to]) => {
    if (!so.includes(from)) throw new Error(`The documented configuration does not say ${from}.`);
    return so.replaceAll(from, to);
  }, text);
}

function documented(port: number, portalUrl: string, { certificate, key }: Certificates): string {
  const page = readFileSync("docs/operations/set-up.md", "utf8");
  const shown = /```nginx\n(.*?)```/s.exec(page)?.[1] ?? "";
  return replaced(shown, [
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["server_name aws.example.com", "server_name localhost"],
    ["/etc/ssl/aws.example.com.pem", certificate],
    ["/etc/ssl/aws.example.com.key", key],
    ["http://127.0.0.1:3000", portalUrl],
  ]);
}

/** What Debian's own nginx.conf has round a site, with everything it writes in a folder of ours. */
function around(folder: string, server: string): string {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events {}
http {
  access_log off;
  ${paths.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
${server}
}
`;
}

async function listens(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** `port`: where it listens; nothing else may. `portalUrl`: where the portal does. */
export async function startNginx(
  folder: string,
  port: number,
  portalUrl: string,
  certificates: Certificates,
): Promise<{ url: string; end(): Promise<void> }> {
  const file = join(folder, "nginx.conf");
  writeFileSync(file, around(folder, documented(port, portalUrl, certificates)));
  const child = spawn(binary ?? "nginx", ["-p", folder, "-c", file], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    if (await listens(port)) {
      return {
        url: `https://localhost:${port}`,
        end: async () => {
          child.kill("SIGQUIT");
          await ended;
        },
      };
    }
    await pause(50);
  }
  child.kill("SIGKILL");
  throw new Error(`nginx did not start:\n${said}\n${readFileSync(join(folder, "error.log"), "utf8")}`);
}
