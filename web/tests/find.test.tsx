// SPDX-License-Identifier: Apache-2.0
// Finding words in a document.
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { FindBar } from '@/features/chart/FindBar'
import { hitsOnPage, placesOf, type TextPiece } from '@/features/chart/find'
import { useFind } from '@/features/chart/useFind'
import { useEffect } from 'react'
import { show } from './render'

const found = (text: string, asked: string) => placesOf(text, asked).map(({ start, end }) => text.slice(start, end))

describe('words of a text', () => {
  it.each([
    ['whatever their case', 'Oedema of the leg. No OEDEMA elsewhere.', 'oedema', ['Oedema', 'OEDEMA']],
    ['without their accents', 'Señor Müller, Muller', 'muller', ['Müller', 'Muller']],
    ['over a line break', 'atrial\nfibrillation, atrial  fibrillation', 'atrial fibrillation', ['atrial\nfibrillation', 'atrial  fibrillation']],
    ['with signs that mean something elsewhere', 'BP 120/80 (lying). a.b', '(lying).', ['(lying).']],
    ['not for a single letter', 'aaa', 'a', []],
    ['not for spaces', 'a  b', '   ', []],
  ])('are found %s', (_, text, asked, expected) => expect(found(text, asked)).toEqual(expected))
})

describe('words of a page', () => {
  const piece = (str: string, x: number, y: number, hasEOL = false): TextPiece => ({ str, transform: [1, 0, 0, 1, x, y], width: str.length * 10, height: 12, hasEOL })
  it('are boxed where they stand', () => {
    const [hit, ...more] = hitsOnPage(3, [piece('No oedema.', 100, 700)], 'oedema')
    expect(more).toEqual([])
    expect(hit?.page).toBe(3)
    expect(hit?.boxes).toEqual([[130, 700 - 12 * 0.2, 190, 712]])
  })
  it('get one box for each piece they touch', () => {
    const [hit] = hitsOnPage(1, [piece('atrial', 100, 700, true), piece('fibrillation today', 100, 680)], 'atrial fibrillation')
    expect(hit?.boxes.map(([left, , right]) => [left, right])).toEqual([[100, 160], [100, 220]])
  })
  it('are boxed by the true widths of their letters, where these are known', () => {
    const wide = (words: string) => [...words].reduce((sum, letter) => sum + (letter === 'm' ? 3 : 1), 0)
    const [hit] = hitsOnPage(1, [{ ...piece('mm ab', 0, 0), width: 90 }], 'ab', wide)
    expect(hit?.boxes[0]?.[0]).toBe(70)
    expect(hit?.boxes[0]?.[2]).toBe(90)
  })
  it('are not found across what stands apart', () => {
    expect(hitsOnPage(1, [piece('atr', 0, 0), piece('ial', 0, 0)], 'atrial')).toHaveLength(1)
    expect(hitsOnPage(1, [piece('atr', 0, 0, true), piece('ial', 0, 0)], 'atrial')).toHaveLength(0)
  })
})

describe('the find bar', () => {
  const asked = vi.fn()
  function Reader() {
    const find = useFind(true, 'd1')
    const count = find.asked === 'ab' ? 3 : 0
    const { tell } = find
    useEffect(() => tell(count), [tell, count])
    asked(find.at)
    return <FindBar find={find} />
  }
  it('opens with Ctrl+F, counts, goes round with Enter and Shift+Enter, and closes with Escape', async () => {
    show(<Reader />)
    await userEvent.keyboard('{Control>}f{/Control}')
    const field = screen.getByLabelText('Find in the document')
    expect(document.activeElement).toBe(field)
    await userEvent.keyboard('ab')
    const said = () => screen.getByRole('status').textContent
    expect(said()).toBe('1 of 3')
    await userEvent.keyboard('{Enter}{Enter}')
    expect(said()).toBe('3 of 3')
    await userEvent.keyboard('{Enter}')
    expect(said()).toBe('1 of 3')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
    expect(said()).toBe('3 of 3')
    await userEvent.keyboard('c')
    expect(said()).toBe('Not in this document')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('search')).toBeNull()
  })
})
