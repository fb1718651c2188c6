// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { DataEntry, DataEntryFormField, DataEntryValue } from '@/api/types'
import { boxBetween, shown, unturned } from '@/features/chart/places'
import { findingsOf, inWords, nextRow, openCount, placesOf, rowsOf, saidOfPlace, sectionsOf } from '@/features/data_entry/entry'
import { FieldEntry } from '@/features/data_entry/FieldEntry'
import { show } from './render'

const field = (id: string, more: Partial<DataEntryFormField> = {}): DataEntryFormField => ({ id, title: id, section: 'Vital signs', kind: 'quantity', required: false, repeats: false, asks_side: false, units: [{ code: '/min', title: '/min' }], choices: [], ...more })
const typed = (of: string, text: string, more: Partial<DataEntryValue> = {}): DataEntryValue => ({ field: of, row: 1, text, by: { id: 'u', name: 'Tina' }, at: '2026-03-01T08:00:00Z', ...more } as DataEntryValue)
const entry = (more: Partial<DataEntry> = {}): DataEntry => ({
  id: 'e', item: 'i', version: 3, document: { type: 'DocumentReference', id: 'd' }, document_version: 1, title: 'Note', form: 'office-visit', state: 'captured', state_title: 'Being typed', opened_at: '', blind: false, may_type: true, may_verify: false, may_settle: false,
  fields_of: { id: 'office-visit', title: 'Office visit', rule: 'r', verified: false, fields: [field('pulse'), field('weight'), field('problems', { kind: 'problem', section: 'Problems', repeats: true })] },
  values: [], findings: [], reconciliation: { whole: true, items: [], doubled: [] }, differences: [], postings: [], ...more,
})
const finding = (more: object) => ({ key: 'unusual/pulse/1', fault: 'unusual', field: 'pulse', row: 1, warning: true, says: 'unusual', ...more }) as DataEntry['findings'][number]

describe('the places of a page', () => {
  it('a box drawn backwards is the same box, and is cut off at the edges', () => {
    expect(boxBetween({ x: 400, y: 300 }, { x: 100, y: 200 })).toEqual({ left: 100, top: 200, width: 300, height: 100 })
    expect(boxBetween({ x: -50, y: 900 }, { x: 30, y: 1200 })).toEqual({ left: 0, top: 900, width: 30, height: 100 })
  })
  it('a box drawn on a turned page is shown where it was drawn', () => {
    const drawn = { left: 100, top: 200, width: 300, height: 40 }
    for (const turns of [0, 1, 2, 3]) expect(shown(unturned(drawn, turns), turns)).toEqual({ left: '10%', top: '20%', width: '30%', height: '4%' })
  })
})

describe('what a form shows of an entry', () => {
  it('parts the fields by section, in order', () => {
    expect(sectionsOf(entry().fields_of.fields).map((one) => [one.title, one.fields.length])).toEqual([['Vital signs', 2], ['Problems', 1]])
  })
  it('counts what keeps it from being checked', () => {
    const open = entry({ findings: [finding({}), finding({ answer: 'so it is' }), finding({ warning: false })], reconciliation: { whole: false, items: [{ resource: { type: 'Condition', id: 'c' }, version: 1, text: 'Asthma', says: 'unanswered', fault: 'say' }], doubled: [] } })
    expect(openCount(open)).toBe(3)
    expect(findingsOf(open, 'pulse', 2)).toEqual([])
  })
  it('names the place of a value', () => {
    expect(saidOfPlace(undefined)).toBe('not marked')
    expect(saidOfPlace({ version: 1, page: 2 })).toBe('page 2')
    expect(saidOfPlace({ version: 1, page: 2, region: { left: 1, top: 1, width: 1, height: 1 } })).toBe('page 2, box')
    expect(placesOf(entry({ values: [typed('pulse', '72', { source: { version: 1, page: 2, region: { left: 1, top: 1, width: 1, height: 1 } } }), typed('weight', '70')] }), (id) => id)).toHaveLength(1)
  })
  it('keeps no more of a value than was typed', () => {
    expect(rowsOf(entry({ values: [typed('pulse', '72')] }), 'pulse')).toEqual([{ row: 1, text: '72' }])
    expect(nextRow([{ row: 1, text: 'a' }, { row: 4, text: 'b' }])).toBe(5)
    expect(inWords(typed('pulse', '', { absent: true }))).toBe('the note does not have it')
  })
})

describe('a field', () => {
  const place = { version: 1, page: 2 }
  const shownField = (of: DataEntry, which: DataEntryFormField, more = {}) => {
    const onSave = vi.fn()
    const onAnswer = vi.fn()
    show(<FieldEntry entry={of} field={which} mayType placeNow={() => place} onSave={onSave} onFocus={() => undefined} onAnswer={onAnswer} {...more} />)
    return { onSave, onAnswer, user: userEvent.setup() }
  }
  it('is kept when one leaves it, with the page in view', async () => {
    const { onSave, user } = shownField(entry(), field('pulse'))
    await user.type(screen.getByRole('textbox', { name: 'pulse' }), '72')
    expect(onSave).not.toHaveBeenCalled()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(onSave).toHaveBeenCalledWith([{ row: 1, text: '72', source: place }]))
  })
  it('is not kept again when nothing changed', async () => {
    const { onSave, user } = shownField(entry({ values: [typed('pulse', '72', { source: place })] }), field('pulse'))
    await user.click(screen.getByRole('textbox', { name: 'pulse' }))
    await user.keyboard('{Enter}')
    expect(onSave).not.toHaveBeenCalled()
  })
  it('takes a place that was marked for it, and its words where nothing was typed', () => {
    const region = { left: 1, top: 2, width: 3, height: 4 }
    const { onSave } = shownField(entry(), field('problems', { kind: 'problem', repeats: true }), { marked: { key: 'problems/1', place: { version: 1, page: 1, region, quote: 'asthma' } } })
    expect(onSave).toHaveBeenCalledWith([{ row: 1, text: 'asthma', source: { version: 1, page: 1, region, quote: 'asthma' } }])
  })
  it('may be said to be absent where it is required', async () => {
    const { onSave, user } = shownField(entry(), field('weight', { required: true }))
    await user.click(screen.getByRole('checkbox', { name: 'The note does not have it' }))
    expect(onSave).toHaveBeenCalledWith([{ row: 1, text: '', absent: true }])
  })
  it('asks for an answer to a warning and shows it', async () => {
    const { onAnswer, user } = shownField(entry({ values: [typed('pulse', '172', { source: place })], findings: [finding({})] }), field('pulse'))
    await user.type(screen.getByRole('textbox', { name: 'Why it is right as it stands' }), 'The page says so{Enter}')
    expect(onAnswer).toHaveBeenCalledWith(expect.objectContaining({ key: 'unusual/pulse/1' }), 'The page says so')
  })
})
