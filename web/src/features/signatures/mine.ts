// SPDX-License-Identifier: Apache-2.0
import type { NewSignatures, OwedLine, SignableDocument } from '@/api/types'

/** What a line is known by, as long as it stands in the list. */
export const keyOf = (line: OwedLine) => line.deficiency ?? line.item ?? line.document?.id ?? `${line.kind} ${line.since}`

export type Readied = NewSignatures['documents'][number] & { title: string }

/** A document as it was shown, ready to be signed as what is owed of this person; nothing where they may not. */
export function readied(document: SignableDocument): Readied | undefined {
  const meaning = document.offered[0]
  // To have read something is no answer to what is owed: that is chosen, never the first that is at hand.
  if (!meaning || meaning.code === 'verifier') return undefined
  return { document: document.document, version: document.version, digest: document.digest, meaning: meaning.code, title: document.title }
}

/** Each document once, however many lines ask for it. */
export const eachOnce = (documents: Readied[]) => documents.filter((one, place) => documents.findIndex((other) => other.document.id === one.document.id) === place)

/** Which of a refusal's documents is meant: "documents.3" -> 3. */
export const placeIn = (location: string | undefined) => {
  const place = /^documents\.(\d+)/.exec(location ?? '')
  return place ? Number(place[1]) : undefined
}
