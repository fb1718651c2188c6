// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { MergePreview as Preview } from '@/api/types'
import { MergePreview, type FieldChoices } from '@/features/identity/MergePreview'
import { questionOf, isAskable, typedDate } from '@/features/identity/registration'
import { differing, odds, signOf, weight } from '@/features/identity/verdict'
import { Waterfall } from '@/features/identity/Waterfall'
import { ActDialog } from '@/features/worklists/ActDialog'
import { Choices } from '@/ui/Choices'
import { Dialog } from '@/ui/Dialog'
import { percent } from '@/ui/format'
import { show } from './render'

describe('what the engine says, in words', () => {
  it('never rounds a probability up to certainty or down to nothing', () => {
    expect([0, 0.000001, 0.5, 0.871, 0.9973, 0.99961, 0.999984, 0.999996, 1].map(percent)).toEqual(['0 %', 'under 0.001 %', '50 %', '87 %', '99.7 %', '99.96 %', '99.998 %', 'over 99.99 %', 'over 99.99 %'])
  })
  it('tells weights with their sign and odds as people say them', () => {
    expect([8.8, -3.14159, 0].map(weight)).toEqual(['+8.80', '−3.14', '+0.00'])
    expect([10, -10, 0, -24.3, 100].map(odds)).toEqual(['1,000 to 1', '1 to 1,000', '1 to 1', '1 to 21,000,000', 'beyond any odds'])
  })
  it('finds where two values part, whatever the case', () => {
    expect(differing('1961-04-02', '1961-02-04')).toEqual(['1961-0', '4-02', ''])
    expect(differing('Derek', 'David')).toEqual(['D', 'erek', ''])
    expect(differing('Marsh', 'MARSH')).toEqual(['Marsh', '', ''])
    expect(differing('Ann', '')).toEqual(['Ann', '', ''])
    expect(differing('Anna', 'Ann')).toEqual(['Ann', 'a', ''])
  })
  it('has a sign and a word for every level, also for one it has never heard of', () => {
    for (const level of ['missing', 'differs', 'similar', 'partial', 'close', 'equivalent', 'exchanged', 'exact', 'novel']) expect(signOf(level).word).not.toBe('')
  })
})

describe('the waterfall', () => {
  const part = (field: string, bits: number, more = {}) => ({ field, title: field, level: 'exact', text: 'agrees', bits, usual_bits: bits, beside: false, ...more })
  it('shows the prior, each contribution and the sum as they are', () => {
    show(<Waterfall prior={-20.5} parts={[part('surname', 12.25, { usual_bits: 9 }), part('sex', -5.6, { level: 'differs', text: 'differs' }), part('town', 0.4, { beside: true, usual_bits: 4 }), part('suffix', 0, { level: 'missing' })]} bits={-13.45} probability={0.00009} />)
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
    expect(rows.map((row) => row.children[1]?.textContent)).toEqual(['−20.50', '+12.25', '−5.60', '+0.40', '−13.45'])
    expect(rows[1]?.textContent).toContain('a rare value, so it counts more (usually +9.00)')
    expect(rows[3]?.textContent).toContain('comes along with another agreement')
    expect(screen.getByText(/odds of 1 to 11,000/)).toBeTruthy()
  })
})

describe('the merge preview', () => {
  const person = (id: string, name: string) => ({ id, name, mrn: id, identifiers: [] }) as unknown as Preview['survivor']
  const field = (name: string, survivor: string, absorbed: string, takes: 'survivor' | 'absorbed' = 'survivor') => ({ field: name, title: name, survivor, absorbed, takes, differs: survivor !== absorbed })
  const preview: Preview = {
    survivor: person('1001', 'Marsh, Ada'), absorbed: person('2002', 'Quill, Ada'), counts: [{ what: 'Patient', survivor: 1, absorbed: 1 }],
    fields: [field('name', 'Marsh, Ada', 'Quill, Ada'), field('sex', 'female', 'female'), field('phone', '', '555-1234', 'absorbed')],
  }
  function Choosing() {
    const [choices, setChoices] = useState<FieldChoices>({})
    return <MergePreview preview={preview} choices={choices} onChoose={(name, side) => setChoices({ ...choices, [name]: side })} />
  }
  const shown = () => within(screen.getByRole('table', { name: 'What the surviving record shows' })).getAllByRole('row').slice(1).map((row) => [...row.children].map((cell) => cell.textContent?.trim()))
  it('shows what stands with the survivor, and what only the other number says', () => {
    show(<Choosing />)
    expect(shown()).toEqual([['name', 'Marsh, Ada', 'Quill, AdaShow this'], ['sex', 'female', 'the same'], ['phone', '555-1234', 'nothing']])
  })
  it('shows another value of a field when a person says so, and the first again', async () => {
    show(<Choosing />)
    await userEvent.click(screen.getByRole('button', { name: 'Show Quill, Ada instead' }))
    expect(shown()[0]).toEqual(['name', 'Quill, Ada', 'Marsh, AdaShow this'])
    await userEvent.click(screen.getByRole('button', { name: 'Show Marsh, Ada instead' }))
    expect(shown()[0]).toEqual(['name', 'Marsh, Ada', 'Quill, AdaShow this'])
    expect(screen.getAllByRole('button')).toHaveLength(1)
  })
})

describe('one of a few', () => {
  function Few({ onChange }: { onChange: (value: string) => void }) {
    const [value, setValue] = useState('')
    return <Choices legend="Reason" autoFocus value={value} onChange={(one) => (setValue(one), onChange(one))} choices={[{ value: 'a', label: 'First' }, { value: 'b', label: 'Second' }]} />
  }
  it('has the focus, and a digit chooses', async () => {
    const chosen = vi.fn()
    show(<Few onChange={chosen} />)
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'First' }))
    await userEvent.keyboard('2')
    expect(chosen).toHaveBeenLastCalledWith('b')
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Second' }))
    await userEvent.keyboard('9')
    expect(chosen).toHaveBeenCalledTimes(1)
  })
})

describe('a step of the queue', () => {
  const reasons = [{ code: 'awaiting-source', sentence: 'A document was asked for.' }, { code: 'patient-to-be-asked', sentence: 'The patient is asked.' }]
  const props = { draft: 'x', about: '', busy: false, onClose: () => undefined }
  it('that waits asks for its day and its reason', async () => {
    const run = vi.fn()
    show(<ActDialog {...props} event={{ event: 'defer', title: 'Defer', needs_reason: true }} asks="day" reasons={reasons} onRun={run} />)
    await userEvent.click(screen.getByRole('button', { name: 'Defer', hidden: true }))
    expect(screen.getByText('Choose a reason.')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'The patient is asked.', hidden: true }))
    fireEvent.change(screen.getByLabelText(/^Until/), { target: { value: '2031-05-06' } })
    await userEvent.click(screen.getByRole('button', { name: 'Defer', hidden: true }))
    expect(run).toHaveBeenCalledWith({ event: 'defer', reason: 'patient-to-be-asked', waiting_until: new Date('2031-05-06T08:00').toISOString() })
  })
  it('that needs words takes none without', async () => {
    const run = vi.fn()
    show(<ActDialog {...props} event={{ event: 'give-opinion', title: 'Give an opinion', needs_reason: false }} asks="needed-words" reasons={[]} onRun={run} />)
    await userEvent.click(screen.getByRole('button', { name: 'Give an opinion', hidden: true }))
    expect(run).not.toHaveBeenCalled()
    expect(screen.getByText('Say it in words.')).toBeTruthy()
  })
})

describe('a form in a dialog', () => {
  it('is sent by Ctrl+Enter from lines of text', () => {
    const sent = vi.fn()
    show(<Dialog title="Words" onClose={() => undefined} onSubmit={sent}><textarea aria-label="Lines" /></Dialog>)
    fireEvent.keyDown(screen.getByLabelText('Lines'), { key: 'Enter' })
    expect(sent).not.toHaveBeenCalled()
    fireEvent.keyDown(screen.getByLabelText('Lines'), { key: 'Enter', ctrlKey: true })
    expect(sent).toHaveBeenCalledOnce()
  })
})

describe('the registration desk', () => {
  it('reads a date as it is typed', () => {
    expect(['19610402', '1961-4-2', '1961/04/02', ' 1961 ', '196104', '2.4.1961', ''].map(typedDate)).toEqual(['1961-04-02', '1961-04-02', '1961-04-02', '1961', '1961-04', '2.4.1961', ''])
  })
  it('asks with what was filled in alone', () => {
    expect(questionOf({ family: ' Marsh ', given: '', birth_date: '19610402', former: 'Quill', birth_order: '2', other_value: 'L-7', phone: ' ' })).toEqual({
      family: 'Marsh', birth_date: '1961-04-02', former_names: ['Quill'], birth_order: 2, other_number: { type: 'DL', value: 'L-7' },
    })
    expect(questionOf({ birth_order: 'x' })).toEqual({})
  })
  it('does not ask with a surname alone', () => {
    expect([{ family: 'Marsh' }, { family: 'M', given: 'Ada' }, { family: 'Marsh', given: 'Ada' }, { family: 'Marsh', phone: '555' }].map(isAskable)).toEqual([false, false, true, true])
  })
})
