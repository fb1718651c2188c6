// SPDX-License-Identifier: Apache-2.0
// One listener for the whole page. Groups that came later win, so a dialog's keys cover the page's. A key pressed before what
// it is for is there is not lost: keys_ahead.ts keeps it.
import { createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { atOnceForMs, forget, giveStrokes, hasStrokes, isMoving, isWaiting, nudge, remember, whenReady } from './keys_ahead'

export interface Hotkey {
  /** `j`, `shift+x`, `mod+k`, `?`, or two strokes: `g h`. */
  keys: string
  label: string
  run: (event: KeyboardEvent) => void
  /** Also while a field has the focus (only for keys with mod or Escape). */
  inFields?: boolean
  /** Also while a dialog is open. */
  inDialogs?: boolean
  /** False while what it works on is loading: the key is kept until it is there. */
  ready?: boolean
  /** Changes something at once: not run from the memory after more than a moment. */
  atOnce?: boolean
  /** Wins over the same key of a part of this screen that came later (a reader within a desk). */
  wins?: boolean
  /** Only named in the sheet: it works on another part of this screen, which says in `label` when. */
  listed?: boolean
  /** The list itself listens to this key; here it is only kept while the list is not there. Not in the sheet. */
  standIn?: boolean
}
interface Group { title: string; keys: () => Hotkey[]; everywhere: boolean; ready: () => boolean }

/** Whether the keys of the components below still belong to what the URL names (the item may have changed already). */
export const HotkeyScope = createContext<() => boolean>(() => true)

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
  if (hotkey.listed) return false
  if (inField && (!hotkey.inFields || isBare(hotkey.keys))) return false
  if (inDialog && !hotkey.inDialogs) return false
  return singleKeysOn() || !isBare(hotkey.keys)
}

/** The keys that count now, the latest group first, each with whether what it works on is there. */
function liveKeys(inField: boolean, inDialog: boolean): (Hotkey & { isReady: boolean })[] {
  const there = groups.filter((group) => group.everywhere || !isMoving())
  return there.reverse().flatMap((group) => {
    const isReady = group.ready()
    return group.keys().filter((hotkey) => usable(hotkey, inField, inDialog)).map((hotkey) => ({ ...hotkey, isReady: isReady && hotkey.ready !== false }))
  }).sort((a, b) => Number(b.wins ?? false) - Number(a.wins ?? false))
}

const dialogIsOpen = () => !!document.querySelector('dialog[open]')
/** Where Enter and the arrows already mean something. */
const hasOwnKeys = (target: EventTarget | null) => target instanceof Element && !!target.closest('a, button, summary, [role=tab], [role=listbox], [role=region]')

/** What moves through a list that has not come yet. */
const listStrokes = new Set(['arrowdown', 'arrowup', 'enter'])

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
  if (hasStrokes()) giveKept()
  const inField = isField(event.target)
  const inDialog = dialogIsOpen()
  const stroke = strokeOf(event)
  const typed = prefix ? `${prefix} ${stroke}` : stroke
  prefix = ''
  clearTimeout(prefixTimer)
  const live = liveKeys(inField, inDialog).filter((hotkey) => !hotkey.standIn || (!hotkey.isReady && !hasOwnKeys(event.target)))
  const match = live.find((hotkey) => hotkey.keys === typed)
  if (match) {
    event.preventDefault()
    if (!match.isReady) return remember(typed)
    forget()
    match.run(event)
  } else if (live.some((hotkey) => hotkey.keys.startsWith(`${typed} `))) {
    event.preventDefault()
    prefix = typed
    prefixTimer = setTimeout(() => (prefix = ''), 1200)
  } else if (typed === 'escape') {
    forget()
  } else if (isWaiting() && !inField && !inDialog && (isBare(typed) ? singleKeysOn() : listStrokes.has(typed) && !hasOwnKeys(event.target))) {
    remember(typed)
  }
}

/** What was pressed too early, for what has come since. */
function giveKept() {
  if (dialogIsOpen() || isField(document.activeElement)) return forget()
  giveStrokes((typed, age) => {
    const match = liveKeys(false, false).find((hotkey) => hotkey.keys === typed)
    if (!match) return 'unknown'
    if (!match.isReady) return 'later'
    if (!match.atOnce || age < atOnceForMs) match.run(new KeyboardEvent('keydown', { key: typed }))
    return 'taken'
  })
}
whenReady(giveKept)

/** Keys that work while the component is shown. They stand in the `?` sheet under `title`. `everywhere`: also between two pages. */
export function useHotkeys(title: string, keys: Hotkey[], everywhere = false) {
  const ready = useContext(HotkeyScope)
  const latest = useRef({ keys, ready })
  // In the same breath as what is seen: a key pressed at the sight of the page must find its listener.
  useLayoutEffect(() => {
    latest.current = { keys, ready }
    nudge()
  })
  useLayoutEffect(() => {
    const group: Group = { title, keys: () => latest.current.keys, everywhere, ready: () => latest.current.ready() }
    if (!groups.length) {
      window.addEventListener('keydown', onKeyDown)
      window.addEventListener('pointerdown', forget)
    }
    groups.push(group)
    changed()
    return () => {
      groups.splice(groups.indexOf(group), 1)
      if (!groups.length) {
        window.removeEventListener('keydown', onKeyDown)
        window.removeEventListener('pointerdown', forget)
      }
      changed()
    }
  }, [title, everywhere])
}

interface Section { title: string; keys: Hotkey[] }

/** The keys of a screen by section, each once: what works now stands before what is only named. */
export function sheetOf(all: Section[]): Section[] {
  const sections = new Map<string, Hotkey[]>()
  for (const { title, keys } of all) sections.set(title, [...(sections.get(title) ?? []), ...keys.filter((hotkey) => !hotkey.standIn && hotkey.label)])
  return [...sections].flatMap(([title, keys]) => {
    const live = keys.filter((hotkey) => !hotkey.listed)
    const named = keys.filter((hotkey) => hotkey.listed && !live.some((one) => one.keys === hotkey.keys))
    return keys.length ? [{ title, keys: [...live, ...named] }] : []
  })
}

/** Everything that this screen knows, for the sheet. */
export function useHotkeyList(): Section[] {
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => revision,
  )
  const all = groups.map((group) => ({ title: group.title, keys: group.keys() }))
  const taken = new Set(all.flatMap((group) => group.keys.filter((hotkey) => hotkey.wins).map((hotkey) => hotkey.keys)))
  return sheetOf(all.map(({ title, keys }) => ({ title, keys: keys.filter((hotkey) => hotkey.wins || !taken.has(hotkey.keys)) })))
}
