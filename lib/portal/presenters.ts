/** How accounts are shown, by the instance that they belong to. */

import "server-only";
import { instances } from "@/lib/env";
import { type Presenter, presenterOf } from "@/lib/portal/shown-accounts";

/** By the instance's id. An instance that is configured no more is not among them. Throws `store-unavailable`. */
export async function presentersByInstance(): Promise<ReadonlyMap<string, Presenter>> {
  const found = instances().map(async (instance) => [instance.id, await presenterOf(instance)] as const);
  return new Map(await Promise.all(found));
}
