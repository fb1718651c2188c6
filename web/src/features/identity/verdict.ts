// SPDX-License-Identifier: Apache-2.0
// What the engine's levels, bands and weights are called at the desk, and with which sign and colour they are shown.
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/Tag'

export interface Sign { tone: Tone; icon: IconName; word: string }

const agrees: Sign = { tone: 'good', icon: 'check', word: 'Agrees' }
const nearly: Sign = { tone: 'warn', icon: 'near', word: 'Nearly' }
const differs: Sign = { tone: 'bad', icon: 'close', word: 'Differs' }
const silent: Sign = { tone: 'plain', icon: 'minus', word: 'Nothing to compare' }

const signs: Record<string, Sign> = { exact: agrees, equivalent: agrees, exchanged: nearly, close: nearly, similar: nearly, partial: nearly, differs, missing: silent }
export const signOf = (level: string): Sign => signs[level] ?? nearly

export const bandSentence: Record<string, string> = {
  link: 'The policy would call them one person. Nobody merges but a person.',
  review: 'The policy asks a person.',
  ignore: 'They look alike no longer: the policy would not ask about them now.',
}

/** `+8.80`, `−3.10`: a weight as the engine has it. */
export const weight = (bits: number) => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(2)}`

const round = (value: number) => (value >= 1000 ? Number(value.toPrecision(2)).toLocaleString('en-GB') : value >= 10 ? value.toFixed(0) : Number(value.toPrecision(2)).toString())

/** The odds that a weight stands for, as people say them: 2 to the power of it. */
export function odds(bits: number): string {
  if (Math.abs(bits) > 60) return bits > 0 ? 'beyond any odds' : 'against all odds'
  return bits >= 0 ? `${round(2 ** bits)} to 1` : `1 to ${round(2 ** -bits)}`
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
