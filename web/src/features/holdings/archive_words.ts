// SPDX-License-Identifier: Apache-2.0
import type { Holding, HoldingsOf } from '@/api/types'
import { t } from '@/i18n'
import type { Tone } from '@/ui/Tag'

/** How soon something can be had, as one says it to whoever waits. */
export function soon(minutes: number): string {
  if (minutes === 0) return t('at once')
  if (minutes < 90) return t('{n, plural, one {about # minute} other {about # minutes}}', { n: minutes })
  if (minutes < 60 * 36) return t('{n, plural, one {about # hour} other {about # hours}}', { n: Math.round(minutes / 60) })
  return t('{n, plural, one {about # day} other {about # days}}', { n: Math.round(minutes / 60 / 24) })
}

const priorities = (): Record<string, string> => ({ rush: t('rush'), 'next-day': t('next day') })
export const ways = (one: Holding): string =>
  one.ways.length ? one.ways.map((way) => (way.priority ? `${priorities()[way.priority] ?? way.priority}: ${soon(way.minutes)}` : soon(way.minutes))).join(' · ') : t('cannot be had')

export const whereWords = (where: string): string =>
  ({
    'on-shelf': t('On the shelf'), 'charged-out': t('Charged out'), 'off-site': t('Off site'), electronic: t('Electronic'), missing: t('Missing'),
    destroyed: t('Destroyed'), merged: t('Merged into another'), transferred: t('Transferred'), retired: t('Retired'),
  })[where] ?? where

export const mediumWords = (medium: string): string =>
  ({ paper: t('Paper'), film: t('Film'), fiche: t('Microfiche'), roll: t('Microfilm roll'), box: t('Box'), scan: t('Scanned documents'), text: t('Electronic documents'), dicom: t('Imaging studies') })[medium] ?? medium

export const answerWords = (answer: string): { text: string; tone: Tone } =>
  ({
    found: { text: t('Found'), tone: 'good' as Tone },
    'found-in-part': { text: t('Found in part'), tone: 'warn' as Tone },
    destroyed: { text: t('Destroyed as the schedule says'), tone: 'info' as Tone },
    missing: { text: t('Missing'), tone: 'bad' as Tone },
    'never-existed': { text: t('Nothing of it ever existed here'), tone: 'plain' as Tone },
    several: { text: t('Several people fit'), tone: 'warn' as Tone },
  })[answer] ?? { text: answer, tone: 'plain' }

/** "number · former name", "old number (jacket, St. Anne)": the clues of the server in the reader's language. */
export function clueWords(clue: string): string {
  const known: Record<string, string> = {
    number: t('its number'), 'a number begins with this': t('a number begins with this'), name: t('name'), 'former name': t('former name'), 'birth date': t('birth date'), barcode: t('barcode'),
    'chart number': t('number of a folder'), "mother's name": t("mother's name"), 'was here in that year': t('was here in that year'), 'nothing of that year': t('nothing of that year'),
    'the physician wrote in this chart': t('the physician wrote in this chart'), 'another birth date': t('another birth date'), "another mother's name": t("another mother's name"),
  }
  if (known[clue]) return known[clue]
  const old = /^old number \((.*)\)$/.exec(clue)
  if (old) return t('old number ({which})', { which: old[1] ?? '' })
  return clue
}

export const span = (one: Holding): string => (one.from_day || one.until_day ? `${one.from_day ?? '…'} – ${one.until_day ?? t('today')}` : '')
export const offSite = (one: HoldingsOf): string[] => one.holdings.filter((holding) => holding.where === 'off-site' && holding.volume).map((holding) => holding.volume ?? '')
export const missing = (one: HoldingsOf): string | undefined => one.holdings.find((holding) => holding.where === 'missing')?.volume
