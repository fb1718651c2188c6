// SPDX-License-Identifier: Apache-2.0
// What a search found, on its way to the reader that marks it. In memory alone: what is looked for is nobody else's to read, so it
// stands in no address and in no browser's storage.
import type { SearchTerm } from '@/api/types'

export interface Found { text: string; terms: readonly SearchTerm[]; page: number }

const found = new Map<string, Found>()

export const keepFound = (document: string, what: Found) => void found.set(document, what)
/** What brought one to this document; nothing after it was read once. */
export function foundIn(document: string): Found | undefined {
  const what = found.get(document)
  if (what) setTimeout(() => found.delete(document), 2000) // a second drawing of the same arrival asks again
  return what
}

export interface Question { text: string; author: string; from: string; until: string; type: string }
export const noQuestion: Question = { text: '', author: '', from: '', until: '', type: '' }

/** The last question of each place (a chart, the whole hospital): it is there again on the way back. */
const questions = new Map<string, Question>()
export const lastQuestion = (place: string) => questions.get(place) ?? noQuestion
export const keepQuestion = (place: string, question: Question) => void questions.set(place, question)
