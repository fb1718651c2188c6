// SPDX-License-Identifier: Apache-2.0
// How moments, days and sizes are written. Days are compared as days (no time zone can move a birthday).

import { localeNow, said, t, type Text } from '@/i18n'

const locale = localeNow()
const moment = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
const seconds = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const shortDay = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short' })
// Days have no time zone: they are written as what they are, in UTC.
const wholeDay = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' })
const wholeMonth = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
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
  const [, year = '', month, date] = match
  if (!month || Number(month) < 1 || Number(month) > 12) return year
  const moment = new Date(0)
  moment.setUTCFullYear(Number(year), Number(month) - 1, date ? Number(date) : 1)
  return (date ? wholeDay : wholeMonth).format(moment)
}

/** `64 y`, under two years `11 mo`, under two months `9 d`: the age a clerk compares with the wristband. */
export function age(birth: string | undefined, today: Date = new Date()): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(birth ?? '')
  if (!match) return ''
  const [year, month, date] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])]
  const before = today.getDate() < date ? 1 : 0
  const inMonths = (today.getFullYear() - year) * 12 + today.getMonth() - month - before
  if (inMonths < 0) return ''
  if (inMonths < 2) return t('{n} d', { n: Math.floor((Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) - Date.UTC(year, month, date)) / 86_400_000) })
  return inMonths < 24 ? t('{n} mo', { n: inMonths }) : t('{n} y', { n: Math.floor(inMonths / 12) })
}

const year = 365.25 * 86_400_000
const spans: [number, Text][] = [[86_400_000, '{n} d'], [3_600_000, '{n} h'], [60_000, '{n} min']]

/** `3 h`, `2 d`: the largest unit that is not zero. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size >= 2 * year) return t('{n} y', { n: Math.floor(size / year) })
  const [unit, words] = spans.find(([length]) => size >= length) ?? ([60_000, '{n} min'] as const)
  return t(words, { n: Math.max(size < 60_000 ? 0 : 1, Math.floor(size / unit)) })
}

/** `in 3 h`, `2 d late`. */
export function due(instant: string | undefined, now: Date = new Date()): string {
  const date = parsed(instant)
  if (!date) return ''
  const left = date.getTime() - now.getTime()
  if (Math.abs(left) < 60_000) return t('due now')
  return left < 0 ? t('{time} late', { time: span(left) }) : t('in {time}', { time: span(left) })
}

export function ago(instant: string | undefined | null, now: Date = new Date()): string {
  const date = parsed(instant)
  if (!date) return t('never')
  const passed = now.getTime() - date.getTime()
  return passed < 60_000 ? t('just now') : t('{time} ago', { time: span(passed) })
}

/** How long it lasts by now. */
export const since = (instant: string, now: Date = new Date()) => span(now.getTime() - (parsed(instant)?.getTime() ?? now.getTime()))

const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  if (size < 1024 * 1024) return `${tenths.format(size / 1024)} KB`
  return `${tenths.format(size / 1024 / 1024)} MB`
}

const sexes = { male: t('Male'), female: t('Female'), other: t('Other'), unknown: t('Unknown') }
const letters: Record<string, keyof typeof sexes> = { M: 'male', F: 'female', O: 'other', U: 'unknown' }
export const sex = (code?: string) => (code ? (sexes[letters[code] ?? (code as keyof typeof sexes)] ?? code) : '')

/** `held-message` → `Held message`: for codes that came without a title; in the person's language where the words are known. */
export function words(code: string): string {
  const text = code.replace(/[-_.]+/g, ' ').trim()
  return said(text.charAt(0).toUpperCase() + text.slice(1))
}

const fixedBy = new Map<number, Intl.NumberFormat>()
/** A number with so many decimals, as the person's language writes it. */
export function decimals(value: number, places: number): string {
  let format = fixedBy.get(places)
  if (!format) fixedBy.set(places, (format = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places })))
  return format.format(value)
}

/** `98.7 %` of 0.987; near the ends with more places, and never rounded up to certainty. */
export function percent(part: number): string {
  if (part === 0) return '0 %'
  if (part < 0.00001) return t('under {percent}', { percent: `${decimals(0.001, 3)} %` })
  if (part > 0.99999) return t('over {percent}', { percent: `${decimals(99.99, 2)} %` })
  const rest = Math.min(part, 1 - part) * 100
  return `${decimals(part * 100, rest < 0.01 ? 3 : rest < 0.1 ? 2 : rest < 10 ? 1 : 0)} %`
}
