// SPDX-License-Identifier: Apache-2.0
// What was typed and not yet sent. It survives lock, timeout, other pages, a reload and a crash, and ends with the sign-out.
// Words about patients never lie readable in the browser's storage: see vault.ts.
import { useCallback, useSyncExternalStore } from 'react'
import { readDrafts, wipeVault, writeDraft } from './vault'

const drafts = new Map<string, string>()
const watchers = new Set<() => void>()
const tell = () => watchers.forEach((watcher) => watcher())
const unsaved = new Set<string>()
let openFor = ''
let saving: ReturnType<typeof setTimeout> | undefined

function put(key: string, value: string | undefined) {
  if (value === undefined || value === '') drafts.delete(key)
  else drafts.set(key, value)
  tell()
  unsaved.add(key)
  saving ??= setTimeout(save, 250)
}

/** At most a quarter of a second of typing is in memory alone; less when the page is left. */
function save() {
  clearTimeout(saving)
  saving = undefined
  for (const key of unsaved) void writeDraft(key, drafts.get(key)).catch(() => undefined) // a full or forbidden store: memory still has it
  unsaved.clear()
}
if (typeof document !== 'undefined') document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save())

/** A text kept under `key` (the thing it is about). */
export function useDraft(key: string, initial = ''): [string, (value: string) => void, () => void] {
  const value = useSyncExternalStore((watcher) => (watchers.add(watcher), () => watchers.delete(watcher)), () => drafts.get(key))
  const set = useCallback((text: string) => put(key, text === initial ? undefined : text), [key, initial])
  const clear = useCallback(() => put(key, undefined), [key])
  return [value ?? initial, set, clear]
}

/** Brings back the drafts of `user` after a reload or a crash; another person's stay shut. */
export async function openDrafts(user: string) {
  if (user === openFor) return
  openFor = user
  for (const [key, value] of await readDrafts(user)) if (!drafts.has(key)) drafts.set(key, value)
  tell()
}

export async function dropDrafts() {
  clearTimeout(saving)
  saving = undefined
  unsaved.clear()
  openFor = ''
  drafts.clear()
  tell()
  await wipeVault()
}

export const draftCount = () => drafts.size
