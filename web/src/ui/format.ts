// SPDX-License-Identifier: Apache-2.0
// How moments, days and sizes are written. Days are compared as days (no time zone can move a birthday).

const locale = 'en-GB'
const moment = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
const seconds = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const shortDay = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short' })
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const number = new Intl.NumberFormat(locale)

export const count = (value: number) => number.format(value)

const parsed = (instant: string | undefined | null) => {
  const date = new Date(instant ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** `21 Nov 2026, 14:05`; the text as received when it is no moment. */
export function at(instant?: string | null): string {
  const date = parsed(instant)
  return date ? moment.format(date) : (instant ?? '')
}

export function atSecond(instant?: string | null): string {
  const date = parsed(instant)
  return date ? seconds.format(date) : (instant ?? '')
}

/** `14:05` today, `21 Nov 14:05` this year, `21 Nov 2025` before: as much as a dense list needs. */
export function brief(instant?: string | null, now = new Date()): string {
  const date = parsed(instant)
  if (!date) return instant ?? ''
  if (date.toDateString() === now.toDateString()) return clock.format(date)
  if (date.getFullYear() === now.getFullYear()) return `${shortDay.format(date)} ${clock.format(date)}`
  return day(localDay(date))
}

/** `2026-03-05` in so many days, for a field of a day. */
export const dayAfter = (days: number) => localDay(new Date(Date.now() + days * 86_400_000))

const localDay = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`

/** `02 Apr 1961` of `1961-04-02`; `Apr 1961` and `1961` of partial days. */
export function day(value?: string | null): string {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(value ?? '')
  if (!match) return value ?? ''
  const [, year, month, date] = match
  return [date, month && months[Number(month) - 1], year].filter(Boolean).join(' ')
}

/** `64 y`, under two years `11 mo`, under two months `9 d`: the age a clerk compares with the wristband. */
export function age(birth: string | undefined, today: Date = new Date()): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(birth ?? '')
  if (!match) return ''
  const [year, month, date] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])]
  const before = today.getDate() < date ? 1 : 0
  const inMonths = (today.getFullYear() - year) * 12 + today.getMonth() - month - before
  if (inMonths < 0) return ''
  if (inMonths < 2) return `${Math.floor((Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) - Date.UTC(year, month, date)) / 86_400_000)} d`
  return inMonths < 24 ? `${inMonths} mo` : `${Math.floor(inMonths / 12)} y`
}

const year = 365.25 * 86_400_000
const spans: [number, string][] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min']]

/** `3 h`, `2 d`: the largest unit that is not zero. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size >= 2 * year) return `${Math.floor(size / year)} y`
  const [unit, name] = spans.find(([length]) => size >= length) ?? [60_000, 'min']
  return `${Math.max(size < 60_000 ? 0 : 1, Math.floor(size / unit))} ${name}`
}

/** `in 3 h`, `2 d late`. */
export function due(instant: string | undefined, now: Date = new Date()): string {
  const date = parsed(instant)
  if (!date) return ''
  const left = date.getTime() - now.getTime()
  if (Math.abs(left) < 60_000) return 'due now'
  return left < 0 ? `${span(left)} late` : `in ${span(left)}`
}

export function ago(instant: string | undefined | null, now: Date = new Date()): string {
  const date = parsed(instant)
  if (!date) return 'never'
  const passed = now.getTime() - date.getTime()
  return passed < 60_000 ? 'just now' : `${span(passed)} ago`
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(1)} KB`
  return `${(size / 1024 / 1024).toFixed(1)} MB`
}

const sexes: Record<string, string> = { male: 'Male', female: 'Female', other: 'Other', unknown: 'Unknown', M: 'Male', F: 'Female', O: 'Other', U: 'Unknown' }
export const sex = (code?: string) => (code ? (sexes[code] ?? code) : '')

/** `held-message` → `Held message`: for codes that came without a title. */
export function words(code: string): string {
  const text = code.replace(/[-_.]+/g, ' ').trim()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `98.7 %` of 0.987; near the ends with more places, and never rounded up to certainty. */
export function percent(part: number): string {
  if (part === 0) return '0 %'
  if (part < 0.00001) return 'under 0.001 %'
  if (part > 0.99999) return 'over 99.99 %'
  const rest = Math.min(part, 1 - part) * 100
  return `${(part * 100).toFixed(rest < 0.01 ? 3 : rest < 0.1 ? 2 : rest < 10 ? 1 : 0)} %`
}

export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`
