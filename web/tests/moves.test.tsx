// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { reasonsOf } from '@/api/queries'
import type { Overlay, OverlayPiece, PatientHit } from '@/api/types'
import { nextAfter } from '@/features/chart/moves'
import { assign, personOf, piecesOf, sideOf, takenAlong, undecided, withBoth, type Sides } from '@/features/identity/overlay'
import { SortedPieces } from '@/features/identity/SortedPieces'
import { canMove, countsOf, nameOfPiece } from '@/ui/pieces'
import { RightPatient } from '@/ui/RightPatient'
import { item, show } from './render'

describe('the parts of a record', () => {
  it('are counted as the chart calls them, what it has no word for comes last', () => {
    expect(countsOf(['Observation', 'CarePlan', 'Encounter', 'Observation', 'DocumentReference'].map((type) => ({ type }))).map((one) => one.count)).toEqual(['1 encounter', '1 document', '2 results', '1 of Care plan'])
  })
  it.each([['Encounter', true], ['DocumentReference', true], ['Observation', false], ['', false], [undefined, false]])('%s moves by itself: %s', (type, can) => expect(canMove(type)).toBe(can))
  it('have a name', () => expect(['ServiceRequest', 'CarePlan'].map(nameOfPiece)).toEqual(['Order', 'Care plan']))
})

describe('the reasons of a kind of work', () => {
  const kept = { a: { sentence: 'A', kinds: ['overlay'] }, b: { sentence: 'B', kinds: ['overlay'], events: ['not-an-overlay'] }, c: { sentence: 'C', kinds: ['record-move'], events: ['take-back'] } }
  const rules = [{ id: 'worklists/reasons', parameters: { reasons: kept } }]
  it('are those of the event, or those of none', () => {
    expect(reasonsOf(rules, 'overlay')).toEqual([{ code: 'a', sentence: 'A' }])
    expect(reasonsOf(rules, 'record-move', 'take-back')).toEqual([{ code: 'c', sentence: 'C' }])
    expect(reasonsOf(rules, 'record-move')).toEqual([])
    expect(reasonsOf([], 'overlay')).toEqual([])
  })
})

describe('the entry that is read after a move', () => {
  const entry = (id: string) => ({ id, resource: { type: 'DocumentReference', id: `r${id}` } })
  const entries = ['1', '2', '3', '4'].map(entry)
  const move = (...ids: string[]) => ({ pieces: ids.map((id) => ({ type: 'DocumentReference', id: `r${id}` })) })
  it.each([['2', move('2'), '3'], ['2', move('2', '3'), '4'], ['4', move('4'), '3'], ['3', move('3', '4', '2'), '1'], ['1', move('1', '2', '3', '4'), undefined]])('after %s is the next that stays', (id, moved, next) => expect(nextAfter(entries, id, moved)).toBe(next))
})

const piece = (type: string, id: string, at: string, encounter?: string): OverlayPiece => ({ type, id, title: `${type} ${id}`, at, ...(encounter && { encounter }) })
const overlay: Overlay = {
  item: item('1'), frozen: true,
  sides: [
    { stays: true, name: 'Marsh, Ada', birth_date: '1961-04-02', sex: 'F', numbers: ['1001'], messages: ['m1'], pieces: [piece('Encounter', 'e1', '2026-01-01T08:00:00Z'), piece('DocumentReference', 'd1', '2026-01-02T08:00:00Z', 'e1')] },
    { stays: false, name: 'Quill, Tom James', birth_date: '1970-01-02', sex: 'M', numbers: ['1001'], messages: ['m2'], pieces: [piece('DocumentReference', 'd2', '2026-01-01T09:00:00Z')] },
  ],
  undecided: [piece('DocumentReference', 'd3', '2026-01-03T08:00:00Z')],
}

describe('two persons in one number', () => {
  const pieces = piecesOf(overlay)
  it('stand in the order of time, each on the side its message says', () => {
    expect(pieces.map((one) => [one.id, one.proposed])).toEqual([['e1', 0], ['d2', 1], ['d1', 0], ['d3', undecided]])
  })
  it('are always two: where the messages name one alone, a person says what is not theirs', () => {
    const [ada, tom] = overlay.sides as [Overlay['sides'][0], Overlay['sides'][0]]
    const stays = (sides: Overlay['sides']) => withBoth({ ...overlay, sides }).sides.map((side) => side.stays)
    expect([stays([ada, tom]), stays([ada]), stays([tom]), stays([])]).toEqual([[true, false], [true, false], [true, false], [true, false]])
    expect(withBoth(overlay).sides).toEqual(overlay.sides)
  })
  it('a visit takes along what belongs to it', () => {
    const said = assign(pieces, {}, ['Encounter/e1'], 1)
    expect(pieces.map((one) => sideOf(one, said))).toEqual([1, 1, 1, undecided])
    const other = assign(pieces, said, ['DocumentReference/d1'], 0)
    expect(takenAlong(pieces, other, 1).map((one) => one.id)).toEqual(['d1'])
    expect(takenAlong(pieces, {}, 1)).toEqual([])
  })
  it.each([
    ['Quill, Tom James', '1970-01-02', 'M', { family: 'Quill', given: 'Tom', middle: 'James', birth_date: '1970-01-02', sex: 'male' }],
    ['Quill', '', 'female', { family: 'Quill', sex: 'female' }],
    ['', '1970', undefined, { birth_date: '1970' }],
  ])('%s fills the form of the new record', (name, birth_date, sex, person) => expect(personOf({ name, birth_date, sex })).toEqual(person))

  function Sorting({ onSaid }: { onSaid: (said: Sides) => void }) {
    const [said, setSaid] = useState<Sides>({})
    return <SortedPieces overlay={overlay} pieces={pieces} said={said} closed={false} onAssign={(keys, side) => setSaid((before) => { const next = assign(pieces, before, keys, side); onSaid(next); return next })} />
  }
  it('are sorted with j, k, the space bar and the digits', async () => {
    Element.prototype.scrollIntoView = vi.fn()
    const said = vi.fn()
    show(<Sorting onSaid={said} />)
    const rows = () => within(screen.getByRole('listbox')).getAllByRole('option')
    expect(rows().at(-1)?.textContent).toContain('Undecided')
    screen.getByRole('listbox').focus()
    await userEvent.keyboard('j1')
    expect(said).toHaveBeenLastCalledWith({ 'DocumentReference/d2': 0 })
    await userEvent.keyboard(' j 2')
    expect(said).toHaveBeenLastCalledWith({ 'DocumentReference/d2': 0, 'DocumentReference/d1': 1, 'DocumentReference/d3': 1 })
    expect(rows().filter((row) => row.getAttribute('aria-selected') === 'true')).toEqual([])
    await userEvent.keyboard('0')
    expect(rows().at(-1)?.textContent).toContain('Undecided')
    await userEvent.keyboard('9')
    expect(said).toHaveBeenCalledTimes(3)
  })
})

describe('from whom to whom', () => {
  const hit = (id: string, more: Partial<PatientHit>): PatientHit => ({ id, name: 'Marsh, Ada', birth_date: '1961-04-02', sex: 'F', mrn: '1001', ...more }) as PatientHit
  function Choosing({ to }: { to: PatientHit }) {
    const [chosen, setChosen] = useState<PatientHit | null>(to)
    return <RightPatient from={hit('A', {})} chosen={chosen} onChoose={setChosen} label="The right patient" />
  }
  it('says what tells the two apart, and the way back leads to the box', () => {
    show(<Choosing to={hit('B', { birth_date: '1974-03-05', mrn: '2002', merged_into: 'C' })} />)
    const goes = within(screen.getByRole('region', { name: 'Goes to' }))
    expect(goes.getAllByText('differs:')).toHaveLength(1)
    expect(goes.getByText('2002')).toBeTruthy()
    expect(goes.getByText('Merged')).toBeTruthy()
    fireEvent.click(goes.getByRole('button', { name: 'Another patient' }))
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'The right patient' }))
  })
})
