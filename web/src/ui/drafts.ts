// SPDX-License-Identifier: Apache-2.0
// What was typed and not yet sent. It survives lock, timeout, other pages and a reload, and ends with the sign-out.
// Words about patients never lie readable in the browser's storage: see vault.ts.
import { useCallback, useSyncExternalStore } from 'react'
import { readVault, wipeVault, writeVault } from './vault'

const drafts = new Map<string, string>()
const watchers = new Set<() => void>()
const tell = () => watchers.forEach((watcher) => watcher())
let saving: ReturnType<typeof setTimeout> | undefined

function put(key: string, value: string | undefined) {
  if (value === undefined || value === '') drafts.delete(key)
  else drafts.set(key, value)
  tell()
  clearTimeout(saving)
  saving = setTimeout(() => void writeVault(JSON.stringify([...drafts])), 250)
}

/** A text kept under `key` (the thing it is about). */
export function useDraft(key: string, initial = ''): [string, (value: string) => void, () => void] {
  const value = useSyncExternalStore((watcher) => (watchers.add(watcher), () => watchers.delete(watcher)), () => drafts.get(key))
  const set = useCallback((text: string) => put(key, text === initial ? undefined : text), [key, initial])
  const clear = useCallback(() => put(key, undefined), [key])
  return [value ?? initial, set, clear]
}

/** Brings back the drafts of `user` after a reload; another person's are destroyed unread. */
export async function openDrafts(user: string) {
  const text = await readVault(user)
  if (!text) return
  for (const [key, value] of JSON.parse(text) as [string, string][]) if (!drafts.has(key)) drafts.set(key, value)
  tell()
}

export async function dropDrafts() {
  clearTimeout(saving)
  drafts.clear()
  tell()
  await wipeVault()
}

export const draftCount = () => drafts.size
