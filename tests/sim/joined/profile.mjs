/** The databases of a browser copied away, and put back as an operating system puts back a profile. */

import { IDBFactory } from 'fake-indexeddb';

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Everything in the databases of a browser, and its cookies. */
export async function keepProfile({ indexedDB, jar }) {
  const databases = await Promise.all((await indexedDB.databases()).map(async ({ name, version }) => {
    const database = await done(indexedDB.open(name));
    const names = [...database.objectStoreNames];
    const reading = names.length ? database.transaction(names) : null;
    const stores = await Promise.all(names.map(async one => {
      const store = reading.objectStore(one);
      const indexes = [...store.indexNames].map(index => [index, store.index(index).keyPath]);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return { name: one, keyPath: store.keyPath, indexes, keys, values };
    }));
    database.close();
    return { name, version, stores };
  }));
  return { databases, jar: new Map(jar) };
}

/** A browser's databases as they were kept. */
export async function putBack({ databases }) {
  const indexedDB = new IDBFactory();
  for (const { name, version, stores } of databases) {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const { name: one, keyPath, indexes, keys, values } of stores) {
        const store = opening.result.createObjectStore(one, keyPath === null ? {} : { keyPath });
        for (const [index, path] of indexes) store.createIndex(index, path);
        values.forEach((value, no) => keyPath === null ? store.put(value, keys[no]) : store.put(value));
      }
    };
    (await done(opening)).close();
  }
  return indexedDB;
}
