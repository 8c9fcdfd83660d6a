// Where answers lie on this phone until they are received: IndexedDB, which takes files too, else localStorage.

const NAME = "reflectory-answers";
let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(NAME);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });
  return opened;
}

async function within(mode, act) {
  const base = await open();
  return new Promise((done, failed) => {
    const step = base.transaction(NAME, mode, { durability: "strict" });
    const asked = act(step.objectStore(NAME));
    step.oncomplete = () => done(asked.result);
    step.onerror = step.onabort = () => failed(step.error);
  });
}

export async function load(key) {
  try {
    return await within("readonly", (store) => store.get(key)) ?? JSON.parse(localStorage.getItem(NAME + key));
  } catch {
    try { return JSON.parse(localStorage.getItem(NAME + key)); } catch { return null; }
  }
}

// Whether it is kept.
export async function keep(key, record) {
  try {
    await within("readwrite", (store) => store.put(record, key));
    return true;
  } catch {
    try { localStorage.setItem(NAME + key, JSON.stringify({ ...record, files: [] })); return true; } catch { return false; }
  }
}

export async function forget(key) {
  try { await within("readwrite", (store) => store.delete(key)); } catch { /* nothing was kept there */ }
  try { localStorage.removeItem(NAME + key); } catch { /* nor there */ }
}
