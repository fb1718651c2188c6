// SPDX-License-Identifier: Apache-2.0
// Which piece goes to which of the persons in one number, as a person says it. Pure.
import type { Overlay, OverlayPiece, OverlaySide } from '@/api/types'
import type { PersonDraft } from './registration'

export const undecided = -1
export type Sides = Readonly<Record<string, number>>
export interface Sorted extends OverlayPiece { key: string; proposed: number }

export const keyOf = (piece: Pick<OverlayPiece, 'type' | 'id'>) => `${piece.type}/${piece.id}`

/** All pieces in the order of time, each with the side that its message proposes; what nobody can say is undecided. */
export function piecesOf({ sides, undecided: rest }: Pick<Overlay, 'sides' | 'undecided'>): Sorted[] {
  const all = [...sides.flatMap((side, index) => side.pieces.map((piece) => ({ ...piece, key: keyOf(piece), proposed: index }))), ...rest.map((piece) => ({ ...piece, key: keyOf(piece), proposed: undecided }))]
  return all.sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key))
}

/** There is always somebody who stays and somebody else: where the messages name one person alone, a person says what is not theirs. */
export function withBoth(overlay: Overlay): Overlay {
  const nobody = { name: '', birth_date: '', numbers: [], messages: [], pieces: [] }
  const stays = overlay.sides.some((side) => side.stays) ? [] : [{ ...nobody, name: overlay.item.patient?.name ?? '', stays: true }]
  const other = overlay.sides.some((side) => !side.stays) ? [] : [{ ...nobody, stays: false }]
  return { ...overlay, sides: [...stays, ...overlay.sides, ...other] }
}

export const sideOf = (piece: Sorted, said: Sides) => said[piece.key] ?? piece.proposed

/** A visit takes along what belongs to it, as the server does when it moves. */
export function assign(pieces: readonly Sorted[], said: Sides, keys: Iterable<string>, side: number): Sides {
  const chosen = new Set(keys)
  const visits = new Set(pieces.filter((piece) => chosen.has(piece.key) && piece.type === 'Encounter').map((piece) => piece.id))
  const going = pieces.filter((piece) => chosen.has(piece.key) || (piece.encounter && visits.has(piece.encounter)))
  return { ...said, ...Object.fromEntries(going.map((piece) => [piece.key, side])) }
}

/** What goes although somebody left it elsewhere: its visit goes, and takes it along. */
export function takenAlong(pieces: readonly Sorted[], said: Sides, side: number): Sorted[] {
  const visits = new Set(pieces.filter((piece) => piece.type === 'Encounter' && sideOf(piece, said) === side).map((piece) => piece.id))
  return pieces.filter((piece) => piece.encounter && visits.has(piece.encounter) && sideOf(piece, said) !== side)
}

const genders: Record<string, string> = { m: 'male', f: 'female', o: 'other', u: 'unknown' }

/** The registration form as the side's evidence fills it. The number is not taken over: it is the other person's. */
export function personOf(side: Pick<OverlaySide, 'name' | 'birth_date' | 'sex'>): PersonDraft {
  const [family = '', rest = ''] = side.name.split(/,\s*/, 2)
  const [given = '', ...middle] = rest.split(/\s+/)
  const sex = genders[(side.sex ?? '').toLowerCase()] ?? side.sex
  return { ...(family && { family }), ...(given && { given }), ...(middle.length && { middle: middle.join(' ') }), ...(side.birth_date && { birth_date: side.birth_date }), ...(sex && { sex }) }
}
