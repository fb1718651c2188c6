// SPDX-License-Identifier: Apache-2.0
// What this device scanned and the house has not heard of yet: numbered, in the browser's database, each as ciphertext under an
// AES-GCM key that no script can read out. Barcodes only: nothing here names a patient. It is the device's, not a person's:
// signing out leaves it, and whoever signs in next sends it with who scanned each. Without a secure context there is no
// WebCrypto: then scans live in memory only, and the screen says so.
import type { DeviceScan } from '@/api/types'

/** A scan as it is kept; its number and what the device's clock is behind stand beside it. */
export type KeptScan = Omit<DeviceScan, 'number' | 'live'>
export interface Numbered { number: number; scan: KeptScan }
export interface ClockDifference { ms: number; at: number }
/** What the counter stands at, so that it goes on there after a reload without the line. */
export interface Standing { mode?: string; badge?: string; ward?: { code: string; name: string }; to?: { barcode: string; words: string }; here?: { barcode: string; words: string }; audit?: { id: string; words: string } }

export interface ScanQueue {
  device: string
  /** False: nothing outlives this page. */
  isKept: boolean
  add: (scan: KeptScan) => Promise<number>
  all: () => Promise<Numbered[]>
  remove: (numbers: number[]) => Promise<void>
  /** Those that could not be opened again: their key is gone. They are counted, never hidden. */
  unreadable: () => number
  standing: () => Promise<Standing>
  stand: (standing: Standing) => Promise<void>
  difference: () => Promise<ClockDifference | undefined>
  measured: (difference: ClockDifference) => Promise<void>
}

const deviceName = () => `counter-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`

function inMemory(): ScanQueue {
  const kept = new Map<number, KeptScan>()
  let [next, standing, difference] = [1, {} as Standing, undefined as ClockDifference | undefined]
  return {
    device: deviceName(),
    isKept: false,
    add: async (scan) => (kept.set(next, scan), next++),
    all: async () => [...kept].map(([number, scan]) => ({ number, scan })),
    remove: async (numbers) => numbers.forEach((one) => kept.delete(one)),
    unreadable: () => 0,
    standing: async () => standing,
    stand: async (value) => void (standing = value),
    difference: async () => difference,
    measured: async (value) => void (difference = value),
  }
}

const settled = <T>(ask: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    ask.onsuccess = () => resolve(ask.result)
    ask.onerror = () => reject(ask.error ?? new Error('the browser’s database does not answer'))
  })
const ended = (work: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    work.oncomplete = () => resolve()
    work.onabort = work.onerror = () => reject(work.error ?? new Error('the browser’s database did not keep it'))
  })

const openDatabase = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('charta-counter', 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('about')
      opening.result.createObjectStore('scans')
    }
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error ?? new Error('the browser’s database does not open'))
  })

interface Sealed { iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }

async function inDatabase(): Promise<ScanQueue> {
  const database = await openDatabase()
  const about = async <T>(name: string) => settled<T | undefined>(database.transaction('about').objectStore('about').get(name))
  /** The first tab's value counts: both ask before they write, in one transaction. */
  const once = async <T>(name: string, value: T): Promise<T> => {
    const work = database.transaction('about', 'readwrite')
    const rows = work.objectStore('about')
    const found = await settled<T | undefined>(rows.get(name))
    if (found === undefined) rows.put(value, name)
    await ended(work)
    return found ?? value
  }
  const key = await once('key', await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']))
  const device = await once('device', deviceName())
  void navigator.storage?.persist?.().catch(() => undefined) // asked for; a browser may refuse and still keeps it

  const seal = async (value: unknown): Promise<Sealed> => {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value))) }
  }
  const opened = async <T>({ iv, sealed }: Sealed): Promise<T> => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed))) as T

  /** A number is used up before it is given out, so that no two scans ever have the same. */
  const nextNumber = async () => {
    const work = database.transaction('about', 'readwrite')
    const rows = work.objectStore('about')
    const number = ((await settled<number | undefined>(rows.get('last'))) ?? 0) + 1
    rows.put(number, 'last')
    await ended(work)
    return number
  }
  let lost = 0
  return {
    device,
    isKept: true,
    add: async (scan) => {
      const [number, row] = [await nextNumber(), await seal(scan)]
      const work = database.transaction('scans', 'readwrite', { durability: 'strict' })
      work.objectStore('scans').put(row, number)
      await ended(work)
      return number
    },
    all: async () => {
      const rows = database.transaction('scans').objectStore('scans')
      const [numbers, sealed] = await Promise.all([settled(rows.getAllKeys()), settled<Sealed[]>(rows.getAll())])
      const scans = await Promise.all(sealed.map((one) => opened<KeptScan>(one).catch(() => undefined)))
      lost = scans.filter((one) => !one).length
      return scans.flatMap((scan, at) => (scan ? [{ number: Number(numbers[at]), scan }] : []))
    },
    remove: async (numbers) => {
      const work = database.transaction('scans', 'readwrite')
      numbers.forEach((one) => work.objectStore('scans').delete(one))
      await ended(work)
    },
    unreadable: () => lost,
    standing: async () => {
      const row = await about<Sealed>('standing')
      return row ? await opened<Standing>(row).catch(() => ({})) : {}
    },
    stand: async (value) => {
      const row = await seal(value)
      const work = database.transaction('about', 'readwrite')
      work.objectStore('about').put(row, 'standing')
      await ended(work)
    },
    difference: () => about<ClockDifference>('difference'),
    measured: async (value) => {
      const work = database.transaction('about', 'readwrite')
      work.objectStore('about').put(value, 'difference')
      await ended(work)
    },
  }
}

export const openQueue = (): Promise<ScanQueue> =>
  typeof indexedDB === 'undefined' || !globalThis.crypto?.subtle ? Promise.resolve(inMemory()) : inDatabase().catch(() => inMemory())
