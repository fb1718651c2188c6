// SPDX-License-Identifier: Apache-2.0
// What the engine's levels, bands and weights are called at the desk, and with which sign and colour they are shown.
import { t } from '@/i18n'
import { count, decimals } from '@/ui/format'
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/Tag'

export interface Sign { tone: Tone; icon: IconName; word: string }

const agrees: Sign = { tone: 'good', icon: 'check', word: t('Agrees') }
const nearly: Sign = { tone: 'warn', icon: 'near', word: t('Nearly') }
const differs: Sign = { tone: 'bad', icon: 'close', word: t('Differs') }
const silent: Sign = { tone: 'plain', icon: 'minus', word: t('Nothing to compare') }

const signs: Record<string, Sign> = { exact: agrees, equivalent: agrees, exchanged: nearly, close: nearly, similar: nearly, partial: nearly, differs, missing: silent }
export const signOf = (level: string): Sign => signs[level] ?? nearly

export const bandSentence: Record<string, string> = {
  link: t('The policy would call them one person. Nobody merges but a person.'),
  review: t('The policy asks a person.'),
  ignore: t('They look alike no longer: the policy would not ask about them now.'),
}

/** `+8.80`, `−3.10`: a weight as the engine has it. */
export const weight = (bits: number) => `${bits < 0 ? '−' : '+'}${decimals(Math.abs(bits), 2)}`

const round = (value: number) => count(value >= 10 && value < 1000 ? Math.round(value) : Number(value.toPrecision(2)))

/** The odds that a weight stands for, as people say them: 2 to the power of it. */
export function odds(bits: number): string {
  if (Math.abs(bits) > 60) return bits > 0 ? t('beyond any odds') : t('against all odds')
  return bits >= 0 ? t('{n} to 1', { n: round(2 ** bits) }) : t('1 to {n}', { n: round(2 ** -bits) })
}

/** Where two values part: what they share in front, what differs, what they share behind. */
export function differing(one: string, other: string): [string, string, string] {
  if (!one || !other || one === other) return [one, '', '']
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  let front = 0
  while (front < Math.min(a.length, b.length) && a[front] === b[front]) front++
  let behind = 0
  while (behind < Math.min(a.length, b.length) - front && a[a.length - 1 - behind] === b[b.length - 1 - behind]) behind++
  return [one.slice(0, front), one.slice(front, one.length - behind), one.slice(one.length - behind)]
}
