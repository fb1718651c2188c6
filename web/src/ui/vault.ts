// SPDX-License-Identifier: Apache-2.0
// Drafts as ciphertext in the browser's database, each by itself, under an AES-GCM key of the person that no script can read
// out. They outlive a reload, a crash and the closing of the browser, and are shared by a person's tabs. Without a secure
// context (plain http to another machine) there is no WebCrypto: then nothing is stored, and drafts live in memory only.

/** What nobody came back for is destroyed. */
export const keptForMs = 3 * 86_400_000

interface Sealed { user: string; key: string; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer; at: number }
let owner = ''

const database = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('charta', 2)
    opening.onupgradeneeded = () => {
      for (const name of ['keys', 'drafts']) if (!opening.result.objectStoreNames.contains(name)) opening.result.createObjectStore(name)
    }
    opening.onsuccess = () => {
      // A newer version in another tab must not wait for this one.
      opening.result.onversionchange = () => (opening.result.close(), (opened = undefined))
      resolve(opening.result)
    }
    opening.onerror = () => reject(opening.error)
  })

let opened: Promise<IDBDatabase> | undefined

const settled = <T>(ask: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    ask.onsuccess = () => resolve(ask.result)
    ask.onerror = () => reject(ask.error)
  })

const store = async (name: 'keys' | 'drafts', mode: IDBTransactionMode) => (await (opened ??= database())).transaction(name, mode).objectStore(name)

const isPossible = () => typeof indexedDB !== 'undefined' && !!globalThis.crypto?.subtle && !!owner

async function keyOf(user: string): Promise<CryptoKey> {
  const found = await settled<CryptoKey | undefined>((await store('keys', 'readonly')).get(user))
  if (found) return found
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await settled((await store('keys', 'readwrite')).put(key, user))
  return key
}

const place = (user: string, key: string) => `${user}\n${key}`

/** Keeps `value` under `key` for the person at the desk; undefined takes it out. */
export async function writeDraft(key: string, value: string | undefined) {
  if (!isPossible()) return
  const user = owner
  if (value === undefined) return void (await settled((await store('drafts', 'readwrite')).delete(place(user, key))))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(user), new TextEncoder().encode(value))
  if (user !== owner) return // signed out meanwhile: nothing of theirs stays behind
  const row: Sealed = { user, key, iv, sealed, at: Date.now() }
  await settled((await store('drafts', 'readwrite')).put(row, place(user, key)))
}

/** What is kept for `user`, who is at the desk from now on. Another's stays shut until they come back, or is destroyed in time. */
export async function readDrafts(user: string, now = Date.now()): Promise<[string, string][]> {
  owner = user
  if (!isPossible()) return []
  const rows = await settled<Sealed[]>((await store('drafts', 'readonly')).getAll())
  const drafts: [string, string][] = []
  for (const row of rows) {
    const text = now - row.at > keptForMs ? undefined : row.user === user ? await unsealed(row) : ''
    if (text === undefined) await settled((await store('drafts', 'readwrite')).delete(place(row.user, row.key)))
    else if (row.user === user) drafts.push([row.key, text])
  }
  return drafts
}

/** Undefined where the person's key does not open it: then it is of no use to anybody. */
async function unsealed({ user, iv, sealed }: Sealed): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(user), sealed))
  } catch {
    return undefined
  }
}

/** The person leaves: their drafts and the key to them are destroyed. */
export async function wipeVault() {
  if (!isPossible()) return
  const user = owner
  owner = ''
  const places = await settled((await store('drafts', 'readonly')).getAllKeys(IDBKeyRange.bound(`${user}\n`, `${user}\n\uffff`)))
  for (const one of places) await settled((await store('drafts', 'readwrite')).delete(one))
  await settled((await store('keys', 'readwrite')).delete(user))
}
