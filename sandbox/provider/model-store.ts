/**
 * Keeps what oidc-provider wants kept (sessions, codes, tokens, grants), in memory, for one sandbox. The library's
 * own memory is one for the whole process and forgets beyond a thousand entries: a few hundred people at once.
 */

import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

type Entry = { payload: AdapterPayload; expiresAt: number };

export function createModelStore(): AdapterFactory {
  const models = new Map<string, Map<string, Entry>>();
  return (name) => {
    const entries = models.get(name) ?? new Map<string, Entry>();
    models.set(name, entries);
    return modelStore(entries);
  };
}

function modelStore(entries: Map<string, Entry>): Adapter {
  function live(id: string): AdapterPayload | undefined {
    const entry = entries.get(id);
    if (!entry) return undefined;
    if (entry.expiresAt > Date.now()) return entry.payload;
    entries.delete(id);
    return undefined;
  }
  function findBy(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [id, { payload }] of entries) if (matches(payload)) return live(id);
    return undefined;
  }

  return {
    upsert: async (id, payload, expiresIn) => {
      const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
      entries.set(id, { payload, expiresAt });
    },
    find: async (id) => live(id),
    findByUid: async (uid) => findBy((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findBy((payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = live(id);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => {
      entries.delete(id);
    },
    revokeByGrantId: async (grantId) => {
      for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id);
    },
  };
}
