// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hitsOnPage, placesOf } from '@/features/chart/find'
import { textOfHtml } from '@/features/chart/html'
import { DocumentSearch } from '@/ui/DocumentSearch'
import { foundIn } from '@/ui/found'
import { show } from './render'

vi.mock('@/ui/navigate', () => ({
  AppLink: ({ to, onClick, ...rest }: { to: string; onClick?: () => void }) => <a href={to} onClick={(event) => (event.preventDefault(), onClick?.())} {...rest} />,
}))

const marked = (text: string, terms: { words: string[]; begins?: boolean }[]) => placesOf(text, terms).map(({ start, end }) => text.slice(start, end))

describe('terms of a search in a document', () => {
  it('are whole words, case and accents aside', () => {
    expect(marked('Pain, painful: PAIN', [{ words: ['pain'] }])).toEqual(['Pain', 'PAIN'])
    expect(marked('José Peña', [{ words: ['pena'] }])).toEqual(['Peña'])
  })
  it('stand side by side over signs and lines', () => {
    expect(marked('chest\n pain; on 2025-03-14', [{ words: ['chest', 'pain'] }, { words: ['2025', '03', '14'] }])).toEqual(['chest\n pain', '2025-03-14'])
  })
  it('may be the beginning of a word', () => {
    expect(marked('Metoprolol metolazone', [{ words: ['metop'], begins: true }])).toEqual(['Metoprolol'])
  })
  it('take no notice of apostrophes', () => {
    expect(marked("O'Connor and O’Connor", [{ words: ['oconnor'] }])).toEqual(["O'Connor", 'O’Connor'])
  })
  it('are marked on the image of a page by the boxes of its words', () => {
    const piece = (str: string, x: number) => ({ str, transform: [1, 0, 0, 1, x, 700], width: str.length * 10, height: 12, hasEOL: false })
    expect(hitsOnPage(4, [piece('chest ', 0), piece('pain', 60)], [{ words: ['pain'] }])).toEqual([{ page: 4, boxes: [[60, 700 - 12 * 0.2, 100, 712]] }])
  })
  it('are nothing without a term', () => expect(placesOf('pain', [])).toEqual([]))
})

describe('the words of an HTML document', () => {
  it('are its text, a line for each block, without scripts', () => {
    expect(textOfHtml('<p>Chest <b>pain</b></p><script>bad()</script><table><tr><td>a</td><td>b</td></tr></table>').replace(/[ \t]+/g, ' ')).toBe('Chest pain\na b')
  })
})

const hit = (id: string, page: number) => ({
  id, resource: { type: 'DocumentReference', id }, title: `Note ${id}`, at: '2026-01-10T08:00:00Z', type: '11506-3', author: 'Dr. Quill', pages: 3, page, other_pages: [3],
  snippet: [{ text: 'severe ' }, { text: 'chest', hit: true }, { text: ' pain' }], patient: { id: 'p1', name: 'Marsh, Ada', birth_date: '1961-04-02', mrn: '100042' },
})

describe('the search in documents', () => {
  const asked = vi.fn()
  beforeEach(() => {
    asked.mockReset()
    vi.stubGlobal('fetch', (url: string, options: { body: string }) => {
      asked(url, JSON.parse(options.body))
      return Promise.resolve(new Response(JSON.stringify({ total: 2, more: true, terms: [{ words: ['chest'] }], items: [hit('d1', 2), hit('d2', 1)] }), { status: 200, headers: { 'content-type': 'application/json' } }))
    })
  })
  it('begins with Enter, in a body, and tells how many documents there are', async () => {
    show(<DocumentSearch />)
    const field = screen.getByLabelText('Words to look for')
    expect(document.activeElement).toBe(field)
    await userEvent.keyboard('chest pain')
    expect(asked).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    const list = await screen.findByRole('list', { name: 'Documents found' })
    await waitFor(() => expect(within(list).getAllByRole('link')).toHaveLength(2))
    expect(asked.mock.calls[0]?.[0]).toBe('/api/documents/search')
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ text: 'chest pain' })
    expect(screen.getByText('2 documents among the pages filed last; the words stand on more')).toBeTruthy()
    expect(within(list).getAllByText('chest')[0]?.tagName).toBe('MARK')
  })
  it('goes through the hits with the arrows, and a hit takes what was looked for to the reader', async () => {
    show(<DocumentSearch patient="p1" />)
    await userEvent.keyboard('chest{Enter}')
    const links = await screen.findAllByRole('link')
    await userEvent.click(screen.getByLabelText('Words to look for'))
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(links[0])
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{ArrowUp}')
    expect(document.activeElement).toBe(screen.getByLabelText('Words to look for'))
    await userEvent.click(links[0] as HTMLElement)
    expect(foundIn('d1')).toEqual({ text: 'chest', terms: [{ words: ['chest'] }], page: 2 })
  })
})
