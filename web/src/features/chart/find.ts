// SPDX-License-Identifier: Apache-2.0
// Finding words in a document. Pure: text in, places out.

import type { SearchTerm } from '@/api/types'

export interface Place { start: number; end: number }

/** Letters without case and accents, every one still in its place. */
const folded = (text: string) => Array.from({ length: text.length }, (_, index) => (text[index] ?? '').normalize('NFD').charAt(0).toLowerCase().charAt(0)).join('')
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What is looked for: letters as they are typed, or the terms of a search in every document. */
export type Asked = string | readonly SearchTerm[]
export const isAsked = (asked: Asked) => (typeof asked === 'string' ? asked.trim().length > 1 : asked.length > 0)

/** A term as the index has it: whole words side by side, the last perhaps the beginning of one; an apostrophe parts no word. */
function patternOf({ words, begins }: SearchTerm): string {
  const spelt = words.map((word) => Array.from(word, escaped).join("['\u2019]?"))
  return `(?<![\\p{L}\\p{N}])${spelt.join('[^\\p{L}\\p{N}]+')}${begins ? "[\\p{L}\\p{N}'\u2019]*" : '(?![\\p{L}\\p{N}])'}`
}

/** Where `asked` stands in `text`; case, accents and how lines are broken do not matter. Nothing under two characters. */
export function placesOf(text: string, asked: Asked): Place[] {
  if (typeof asked !== 'string') {
    if (!asked.length) return []
    return [...folded(text).matchAll(new RegExp(asked.map(patternOf).join('|'), 'gu'))].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  }
  const words = folded(asked).split(/\s+/).filter(Boolean)
  if (words.join('').length < 2) return []
  return [...folded(text).matchAll(new RegExp(words.map(escaped).join('\\s+'), 'g'))].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}

/** A piece of a page as a PDF gives it: its words, and the box they stand in (`transform`: x at 4, y at 5). */
export interface TextPiece { str: string; transform: number[]; width: number; height: number; hasEOL: boolean }
export type Box = [left: number, bottom: number, right: number, top: number]
export interface PageHit { page: number; boxes: Box[] }

/**
 * The hits of one page, each with the boxes that mark it: one for each piece it touches. `widthOf` compares widths of words, since a
 * piece tells only its whole width.
 */
export function hitsOnPage(page: number, pieces: readonly TextPiece[], asked: Asked, widthOf: (words: string) => number = (words) => words.length): PageHit[] {
  const starts: number[] = []
  let text = ''
  for (const piece of pieces) {
    starts.push(text.length)
    text += piece.str + (piece.hasEOL ? '\n' : '')
  }
  return placesOf(text, asked).map(({ start, end }) => ({
    page,
    boxes: pieces.flatMap((piece, index): Box[] => {
      const from = Math.max(start - (starts[index] ?? 0), 0)
      const until = Math.min(end - (starts[index] ?? 0), piece.str.length)
      if (until <= from) return []
      const [x = 0, y = 0] = piece.transform.slice(4)
      const scale = piece.width / (widthOf(piece.str) || 1)
      const right = (end: number) => x + widthOf(piece.str.slice(0, end)) * scale
      return [[right(from), y - piece.height * 0.2, right(until), y + piece.height]]
    }),
  }))
}
