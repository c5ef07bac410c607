/** Asks built routes and pages whom they are for: `node built-doors.mjs <server folder> <names>` prints one line of JSON. */

import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { join } from "node:path";

// Next's server sets it before it loads a page.
globalThis.AsyncLocalStorage = AsyncLocalStorage;

const [server = "", names = "[]"] = process.argv.slice(2);
const require = createRequire(join(server, "x.js"));
const manifest = require("./app-paths-manifest.json");
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A page stands deep in Next's tree of loaders. */
async function pageOf(tree) {
  if (!Array.isArray(tree)) return undefined;
  const [, children, own] = tree;
  if (own?.page) return (await own.page[0]()).default;
  for (const child of Object.values(children)) {
    const page = await pageOf(child);
    if (page) return page;
  }
  return undefined;
}

async function doorsOf(name) {
  const { routeModule } = require(`./${manifest[name]}`);
  await routeModule.ensureUserland?.();
  const { userland } = routeModule;
  const handlers = methods.map((method) => userland[method]).filter(Boolean);
  const found = handlers.length > 0 ? handlers : [await pageOf(userland.loaderTree)];
  return found.map((each) => each?.door?.for ?? null);
}

const doors = {};
for (const name of JSON.parse(names)) doors[name] = await doorsOf(name);
console.log(JSON.stringify(doors));
process.exit(0);
