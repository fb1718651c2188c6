// SPDX-License-Identifier: Apache-2.0
// One listener for the whole page. Groups that came later win, so a dialog's keys cover the page's.
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Hotkey {
  /** `j`, `shift+x`, `mod+k`, `?`, or two strokes: `g h`. */
  keys: string
  label: string
  run: (event: KeyboardEvent) => void
  /** Also while a field has the focus (only for keys with mod or Escape). */
  inFields?: boolean
  /** Also while a dialog is open. */
  inDialogs?: boolean
}
interface Group { title: string; keys: () => Hotkey[] }

const groups: Group[] = []
let revision = 0
const watchers = new Set<() => void>()
const changed = () => {
  revision += 1
  watchers.forEach((watcher) => watcher())
}

const settingKey = 'charta.single-keys'
export const singleKeysOn = () => localStorage.getItem(settingKey) !== 'off'
/** WCAG 2.1.4: shortcuts of one character can be switched off. */
export function setSingleKeys(on: boolean) {
  localStorage.setItem(settingKey, on ? 'on' : 'off')
  changed()
}

/** The stroke an event stands for, in the notation of `Hotkey.keys`. */
export function strokeOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'space' : event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase()
  const isSign = event.key.length === 1 && !/[a-z0-9]/i.test(event.key)
  return [
    event.ctrlKey || event.metaKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && !isSign ? 'shift' : '',
    key,
  ].filter(Boolean).join('+')
}

export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(target.type)
}

const isBare = (keys: string) => !/mod\+|alt\+/.test(keys) && keys.split(' ').every((stroke) => stroke.replace('shift+', '').length === 1)

let prefix = ''
let prefixTimer: ReturnType<typeof setTimeout> | undefined

function usable(hotkey: Hotkey, inField: boolean, inDialog: boolean): boolean {
  if (inField && (!hotkey.inFields || isBare(hotkey.keys))) return false
  if (inDialog && !hotkey.inDialogs) return false
  return singleKeysOn() || !isBare(hotkey.keys)
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
  const inField = isField(event.target)
  const inDialog = !!document.querySelector('dialog[open]')
  const stroke = strokeOf(event)
  const typed = prefix ? `${prefix} ${stroke}` : stroke
  prefix = ''
  clearTimeout(prefixTimer)
  const live = [...groups].reverse().flatMap((group) => group.keys()).filter((hotkey) => usable(hotkey, inField, inDialog))
  const match = live.find((hotkey) => hotkey.keys === typed)
  if (match) {
    event.preventDefault()
    match.run(event)
  } else if (live.some((hotkey) => hotkey.keys.startsWith(`${typed} `))) {
    event.preventDefault()
    prefix = typed
    prefixTimer = setTimeout(() => (prefix = ''), 1200)
  }
}

/** Keys that work while the component is shown. They stand in the `?` sheet under `title`. */
export function useHotkeys(title: string, keys: Hotkey[]) {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const group: Group = { title, keys: () => latest.current }
    if (!groups.length) window.addEventListener('keydown', onKeyDown)
    groups.push(group)
    changed()
    return () => {
      groups.splice(groups.indexOf(group), 1)
      if (!groups.length) window.removeEventListener('keydown', onKeyDown)
      changed()
    }
  }, [title])
}

/** Everything that can be pressed now, for the sheet. */
export function useHotkeyList(): { title: string; keys: Hotkey[] }[] {
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => revision,
  )
  return groups.map((group) => ({ title: group.title, keys: group.keys() })).filter((group) => group.keys.length)
}
