// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { ScanBalance, ScanBatch, ScanDocument, ScanDocumentRow, ScanPage } from '@/api/types'
import { Balance } from '@/features/imaging/Balance'
import { figuresOf, inverseOf, inversesOf, mediaTypeOf, nextOpen, pagesOf, putDown, stepped, stripOf } from '@/features/imaging/batch'
import { Contradictions } from '@/features/imaging/Contradictions'
import { asPrevious, commandOf, draftOf, emptyDraft, missingOf, requiredOf, typesFitting, withPatient } from '@/features/imaging/index_form'
import { PageStrip } from '@/features/imaging/PageStrip'
import { TypeField } from '@/features/imaging/TypeField'
import { show } from './render'

const page = (number: number, more: Partial<ScanPage> = {}): ScanPage => ({ id: `P${number}`, number, feed: 'F', role: 'page', looked_at: true, read: true, width: 100, height: 140, dpi: 300, skew: 0, turned: 0, ink: 0.1, looks_blank: false, has_words: true, symbols: [], ...more })
const document = (place: number, pages: number[], more: Partial<ScanDocumentRow> = {}): ScanDocumentRow => ({ id: `D${place}`, place, state: 'open', pages: pages.map((number) => `P${number}`), sampled: false, contradictions: 0, ...more })
const inDocument = (number: number, document: string, place: number) => page(number, { document, place })
const aside = (number: number, role: ScanPage['role'], reason?: string) => page(number, { role, reason })
const ada = { id: 'A', name: 'Marsh, Ada', birth_date: '1961-04-02', mrn: '1001' }
const bea = { id: 'B', name: 'Quill, Bea', birth_date: '1970-01-01', mrn: '2002' }

describe('the strip of a batch', () => {
  const told = (batch: Pick<ScanBatch, 'pages' | 'documents'>) => stripOf(batch).map((row) => (row.kind === 'document' ? row.document.id : row.page.id)).join(' ')
  it('groups pages into documents, and leaves what is in none where it lay in the stack', () => {
    const pages = [aside(1, 'separator'), inDocument(2, 'D1', 1), aside(3, 'blank'), inDocument(4, 'D1', 2), aside(5, 'separator'), inDocument(6, 'D2', 1), aside(7, 'reject')]
    expect(told({ pages, documents: [document(2, [6]), document(1, [2, 4])] })).toBe('P1 D1 P2 P3 P4 P5 D2 P6 P7')
  })
  it('shows every page once, also those that were moved before earlier ones', () => {
    const pages = [inDocument(1, 'D1', 2), inDocument(2, 'D1', 1), aside(3, 'unplaced')]
    expect(pagesOf(stripOf({ pages, documents: [document(1, [2, 1])] })).map((one) => one.number).sort()).toEqual([1, 2, 3])
  })
  it('finds the next document to index, from the beginning when none is behind', () => {
    const list = [document(1, [1]), document(2, [2], { state: 'indexed' }), document(3, [3], { state: 'wrong' })]
    expect(nextOpen(list, 'D1')?.id).toBe('D3')
    expect(nextOpen(list, 'D3')?.id).toBe('D1')
    expect(nextOpen(list.map((one) => ({ ...one, state: 'indexed' as const })), 'D1')).toBeUndefined()
  })
})

describe('taking an arrangement back', () => {
  const before = { pages: [inDocument(1, 'D1', 1), inDocument(2, 'D1', 2), inDocument(3, 'D2', 1), aside(4, 'reject', 'twice')], documents: [document(1, [1, 2]), document(2, [3])] }
  const parted = { pages: before.pages, documents: [document(1, [1]), { ...document(9, [2]), id: 'NEW' }, document(2, [3])] }
  const cases: [string, Parameters<typeof inverseOf>[0], Parameters<typeof inverseOf>[2], unknown][] = [
    ['a turn by the rest of the circle', { kind: 'rotate', page: 'P1', degrees: 90 }, before, { kind: 'rotate', page: 'P1', degrees: 270 }],
    ['a split by joining what began', { kind: 'split', page: 'P2' }, parted, { kind: 'join', document: 'NEW' }],
    ['a join by parting at the page that began', { kind: 'join', document: 'D2' }, { ...before, documents: [document(1, [1, 2, 3])] }, { kind: 'split', page: 'P3' }],
    ['a blank by the page going back to its place', { kind: 'blank', page: 'P2' }, { ...before, documents: [document(1, [1]), document(2, [3])] }, { kind: 'move', page: 'P2', document: 'D1', place: 2 }],
    ['the last page of a document that is gone by beginning it again', { kind: 'reject', page: 'P3', reason: 'x' }, { ...before, documents: [document(1, [1, 2])] }, { kind: 'split', page: 'P3' }],
    ['a page brought back by leaving it out for the same reason', { kind: 'split', page: 'P4' }, before, { kind: 'reject', page: 'P4', reason: 'twice' }],
  ]
  it.each(cases)('%s', (_, edit, after, wanted) => expect(inverseOf(edit, before, after)).toEqual(wanted))
  it('is not offered for what had no place before', () => {
    const lost = { pages: [aside(1, 'unplaced')], documents: [] }
    expect(inverseOf({ kind: 'blank', page: 'P1' }, lost, lost)).toBeUndefined()
  })
})

describe('moving a page', () => {
  const batch = { pages: [inDocument(1, 'D1', 1), inDocument(2, 'D1', 2), inDocument(3, 'D1', 3), inDocument(4, 'D2', 1), aside(5, 'blank')], documents: [document(2, [4]), document(1, [1, 2, 3])] }
  const to = (page: string, document: string, place: number) => ({ kind: 'move', page, document, place })
  it('goes one step within its document, counted with itself', () => {
    expect(stepped(batch, 'P2', -1)).toEqual(to('P2', 'D1', 1))
    expect(stepped(batch, 'P1', 1)).toEqual(to('P1', 'D1', 3))
  })
  it('goes on into the document beside it, and not beyond the last', () => {
    expect(stepped(batch, 'P3', 1)).toEqual(to('P3', 'D2', 1))
    expect(stepped(batch, 'P4', -1)).toEqual(to('P4', 'D1', 0))
    expect(stepped(batch, 'P1', -1)).toBeUndefined()
    expect(stepped(batch, 'P4', 1)).toBeUndefined()
    expect(stepped(batch, 'P5', 1)).toBeUndefined()
  })
  it('is put down before a page, or at the end of a document', () => {
    expect(putDown(batch, 'P4', { page: 'P2' })).toEqual(to('P4', 'D1', 2))
    expect(putDown(batch, 'P5', { document: 'D2' })).toEqual(to('P5', 'D2', 0))
    expect(putDown(batch, 'P1', { page: 'P1' })).toBeUndefined()
    expect(putDown(batch, 'P1', { page: 'P2' })).toBeUndefined()
  })
  it('is taken back, up as well as down', () => {
    const after = (order: number[]) => ({ pages: order.map((number, index) => inDocument(number, 'D1', index + 1)), documents: [document(1, order)] })
    expect(inverseOf({ kind: 'move', page: 'P3', document: 'D1', place: 2 }, after([1, 2, 3]), after([1, 3, 2]))).toEqual(to('P3', 'D1', 4))
    const two = { pages: [inDocument(1, 'D1', 1), inDocument(2, 'D2', 1)], documents: [document(1, [1]), document(2, [2])] }
    expect(inversesOf({ kind: 'move', page: 'P2', document: 'D1', place: 1 }, two, after([2, 1]))).toEqual([to('P2', 'D1', 0), { kind: 'split', page: 'P2' }])
    expect(inversesOf({ kind: 'move', page: 'P1', document: 'D2', place: 0 }, two, { pages: after([2, 1]).pages, documents: [{ ...document(1, [2, 1]), id: 'D2' }] })).toEqual([to('P1', 'D2', 1), { kind: 'split', page: 'P2' }])
    expect(inverseOf({ kind: 'move', page: 'P1', document: 'D1', place: 3 }, after([1, 2, 3]), after([2, 1, 3]))).toEqual(to('P1', 'D1', 1))
  })
})

const balance = (more: Partial<ScanBalance> = {}): ScanBalance => ({ sheets: 5, again: 0, sides: 1, blanks_dropped: 0, expected: 5, images: 5, in_documents: 3, separators: 1, blanks: 1, rejects: 0, unplaced: 0, holds: true, says: '', ...more })

describe('the balance', () => {
  it('marks the numbers that differ and none besides', () => {
    const wrong = (one: ScanBalance) => figuresOf(one).filter((figure) => figure.wrong).map((figure) => figure.name)
    expect(wrong(balance())).toEqual([])
    expect(wrong(balance({ expected: 6, holds: false }))).toEqual(['Images due', 'Images'])
    expect(wrong(balance({ in_documents: 2, unplaced: 1, holds: false }))).toEqual(['Pages in documents', 'Without a place'])
    expect(wrong(balance({ sheets: undefined, expected: undefined, holds: false }))).toEqual(['Sheets counted'])
  })
  it('counts the sheets that were fed again', () => expect(figuresOf(balance({ again: 2 }))[0]?.value).toBe(7))
  it('says what differs in words, and that everything is there when it is', () => {
    const view = show(<Balance balance={balance({ holds: false, says: '1 is missing' })} />)
    expect(screen.getByRole('status').textContent).toBe('1 is missing')
    view.again(<Balance balance={balance()} />)
    expect(screen.getByRole('status').textContent).toContain('every image its place')
  })
})

describe('the files that are fed', () => {
  it('are known by their endings', () => expect(['a.PDF', 'b.tif', 'c.tiff', 'd.png', 'e.JPG', 'f.jpeg', 'g.docx', 'pdf.exe', 'none'].map(mediaTypeOf)).toEqual(['application/pdf', 'image/tiff', 'image/tiff', 'image/png', 'image/jpeg', 'image/jpeg', undefined, undefined, undefined]))
})

const made = (more: Partial<ScanDocument> = {}): ScanDocument => ({
  ...document(2, [1]), batch: 'S', version: 7, fields: [], contradiction_list: [], rule: 'r', previous: 'D1',
  suggestions: { patients: [{ patient: ada, confidence: 95, evidence: [] }], encounters: [{ id: 'E1', class: 'IMP', confidence: 80, evidence: [] }], types: [{ value: '11506-3', confidence: 60, evidence: [] }], service_dates: [{ value: '2026-03-01', confidence: 75, evidence: [] }], authors: [], expected: [] },
  ...more,
})

describe('the index of a document', () => {
  it('begins with what is surely suggested, and leaves the rest and the comparison to a person', () => {
    const draft = draftOf(made())
    expect(draft).toMatchObject({ patient: ada, encounter: 'E1', type: '', service_date: '2026-03-01', confirmed: [], answered: [] })
  })
  it('suggests no patient whom the machine is not sure of, and no visit without a patient', () => {
    const unsure = made()
    expect(draftOf({ ...unsure, suggestions: { ...unsure.suggestions, patients: [{ patient: ada, confidence: 50, evidence: [] }] } })).toMatchObject({ patient: undefined, encounter: '' })
  })
  it('begins with what was indexed before, whatever is suggested', () => {
    expect(draftOf(made({ patient: bea, type: { code: '18842-5', display: 'Discharge summary' }, service_date: '2026-01-02' }))).toMatchObject({ patient: bea, type: '18842-5', service_date: '2026-01-02' })
  })
  it('asks anew for everything that was said of another patient', () => {
    const draft = { ...draftOf(made()), confirmed: ['name' as const, 'mrn' as const], answered: ['k'], again: { patient: '1001' } }
    expect(withPatient(draft, ada)).toBe(draft)
    expect(withPatient(draft, bea)).toMatchObject({ patient: bea, confirmed: [], encounter: '', answered: [], again: {}, service_date: '2026-03-01' })
  })
  it('takes over the document before, but never the comparison', () => {
    const draft = asPrevious({ ...draftOf(made()), confirmed: ['name', 'mrn'] }, { patient: ada, encounter: 'E9', type: { code: '18842-5', display: 'x' }, author: 'Hale' })
    expect(draft).toMatchObject({ patient: ada, encounter: 'E9', type: '18842-5', author: 'Hale', service_date: '2026-03-01', confirmed: [], same: true })
  })
  it('names what its type requires and is still empty', () => {
    const types = [{ code: '1', display: 'Note', required: ['patient', 'type', 'author'] }]
    expect(missingOf(emptyDraft, requiredOf(types, ''))).toEqual(['patient', 'type'])
    expect(missingOf({ ...emptyDraft, patient: ada, type: '1', author: ' ' }, requiredOf(types, '1'))).toEqual(['author'])
  })
  it('sends nothing that was left empty', () => {
    expect(commandOf({ ...emptyDraft, patient: ada, type: '1', confirmed: ['name', 'mrn'], again: { type: ' ', patient: '1001' } }, 7)).toEqual({ patient: 'A', type: '1', confirmed: ['name', 'mrn'], answered: [], version: 7, again: { patient: '1001' } })
  })
})

const types = [{ code: '11506-3', display: 'Progress note', required: [] }, { code: '18842-5', display: 'Discharge summary', required: [] }, { code: '60568-3', display: 'Pathology Synoptic report', required: [] }]

describe('the search of a document type', () => {
  it('finds by the code or by beginnings of words', () => {
    expect(typesFitting(types, '188').map((one) => one.code)).toEqual(['18842-5'])
    expect(typesFitting(types, 'summ disch').map((one) => one.code)).toEqual(['18842-5'])
    expect(typesFitting(types, 'nothing')).toEqual([])
  })
  it('takes the first hit with Enter, and a suggestion by its button', () => {
    const chosen = vi.fn()
    show(<TypeField label="Document type" name="type" types={types} suggested={[{ value: '11506-3', display: 'Progress note', confidence: 75, evidence: [] }]} value="" onChange={chosen} />)
    const box = screen.getByRole('combobox', { name: 'Document type' })
    fireEvent.change(box, { target: { value: 'path' } })
    fireEvent.keyDown(box, { key: 'Enter' })
    fireEvent.click(within(screen.getByRole('group', { name: 'Suggested types' })).getByRole('button'))
    expect(chosen.mock.calls).toEqual([['60568-3'], ['11506-3']])
  })
})

describe('pages that speak of somebody else', () => {
  const contradiction = { key: 'k1', page: 'P2', what: 'mrn' as const, says: '2002', other: bea, answered: false }
  function Answering({ onPatient }: { onPatient: (id: string) => void }) {
    const [answered, setAnswered] = useState<string[]>([])
    return <Contradictions list={[contradiction]} batch={{ pages: [page(1), page(2)] } as ScanBatch} answered={answered} onAnswered={setAnswered} onPage={() => undefined} onPatient={(one) => onPatient(one.id)} />
  }
  it('are told as an alert with whose they are, and wait for an answer', () => {
    const onPatient = vi.fn()
    show(<Answering onPatient={onPatient} />)
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain('Page 2 speaks of somebody else')
    expect(alert.textContent).toContain('Quill, Bea, MRN 2002')
    const answer = within(alert).getByRole('checkbox') as HTMLInputElement
    expect(answer.checked).toBe(false)
    fireEvent.click(answer)
    expect((within(alert).getByRole('checkbox') as HTMLInputElement).checked).toBe(true)
    fireEvent.click(within(alert).getByRole('button', { name: 'It is theirs' }))
    expect(onPatient).toHaveBeenCalledWith('B')
  })
})

describe('the pages in small', () => {
  const batch = { pages: [aside(1, 'separator'), inDocument(2, 'D1', 1), page(3, { document: 'D1', place: 2, problem: 'cut off' })], documents: [document(1, [2, 3])] }
  it('are one tab stop, say what each is, move with the arrows and enter the index', () => {
    const [onPage, onEnter] = [vi.fn(), vi.fn()]
    show(<PageStrip rows={stripOf(batch)} page="P2" onPage={onPage} onEnter={onEnter} asked={new Set(['P1'])} />)
    const buttons = screen.getAllByRole('button')
    expect(buttons.map((one) => one.getAttribute('aria-label'))).toEqual(['Page 1, Separator, a question is open', 'Page 2, Document 1', 'Page 3, Document 1, not readable'])
    expect(buttons.map((one) => one.tabIndex)).toEqual([-1, 0, -1])
    fireEvent.keyDown(buttons[1] as HTMLElement, { key: 'ArrowDown' })
    fireEvent.keyDown(buttons[1] as HTMLElement, { key: 'Home' })
    fireEvent.keyDown(buttons[1] as HTMLElement, { key: 'Enter' })
    expect(onPage.mock.calls).toEqual([['P3'], ['P1']])
    expect(onEnter).toHaveBeenCalledOnce()
  })
})
