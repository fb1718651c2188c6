// SPDX-License-Identifier: Apache-2.0
// Ciphertext in this tab's session storage, under an AES-GCM key that the browser holds and no script can read out.
// Without a secure context (plain http to another machine) there is no WebCrypto: then nothing is stored, and drafts
// live in memory only.

const name = 'charta.drafts'
let owner = ''

const database = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('charta', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })

const settled = <T>(ask: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    ask.onsuccess = () => resolve(ask.result)
    ask.onerror = () => reject(ask.error)
  })

const isPossible = () => typeof indexedDB !== 'undefined' && !!globalThis.crypto?.subtle && !!owner

async function keyOf(user: string): Promise<CryptoKey> {
  const db = await database()
  const found = await settled<CryptoKey | undefined>(db.transaction('keys').objectStore('keys').get(user))
  if (found) return found
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await settled(db.transaction('keys', 'readwrite').objectStore('keys').put(key, user))
  return key
}

const toText = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const toBytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

export async function writeVault(text: string) {
  if (!isPossible()) return
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(owner), new TextEncoder().encode(text)))
  sessionStorage.setItem(name, JSON.stringify({ user: owner, iv: toText(iv), sealed: toText(sealed) }))
}

/** The text kept for `user` in this tab, or undefined. Names the owner of everything written after. */
export async function readVault(user: string): Promise<string | undefined> {
  owner = user
  const stored = sessionStorage.getItem(name)
  if (!stored || !isPossible()) return undefined
  try {
    const { user: writer, iv, sealed } = JSON.parse(stored) as Record<string, string>
    if (writer !== user || !iv || !sealed) throw new Error('of somebody else')
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: toBytes(iv) }, await keyOf(user), toBytes(sealed))
    return new TextDecoder().decode(plain)
  } catch {
    sessionStorage.removeItem(name) // unreadable with this person's key: of no use to anybody
    return undefined
  }
}

export async function wipeVault() {
  sessionStorage.removeItem(name)
  if (!isPossible()) return
  const db = await database()
  await settled(db.transaction('keys', 'readwrite').objectStore('keys').delete(owner))
  owner = ''
}
