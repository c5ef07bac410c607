/** All that a page keeps in its browser, as one JSON text. Runs in the page, so it must need nothing from here. */

export async function storageOf(): Promise<string> {
  const asked = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });

  async function contentsOf(name: string): Promise<unknown> {
    const database = await asked(indexedDB.open(name));
    const stores = [...database.objectStoreNames].map(async (store) => {
      const reading = database.transaction(store).objectStore(store);
      return [store, await asked(reading.getAllKeys()), await asked(reading.getAll())];
    });
    const contents = await Promise.all(stores);
    database.close();
    return [name, contents];
  }

  async function cached(name: string): Promise<unknown> {
    const cache = await caches.open(name);
    const kept = (await cache.keys()).map(async (request) => {
      const answer = await cache.match(request);
      return [request.url, await answer?.text()];
    });
    return [name, await Promise.all(kept)];
  }

  return JSON.stringify({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    name: window.name,
    history: history.state,
    databases: await Promise.all((await indexedDB.databases()).map(({ name }) => contentsOf(name ?? ""))),
    // Only secure places have it; loopback is one.
    caches: "caches" in window ? await Promise.all((await caches.keys()).map(cached)) : [],
  });
}
