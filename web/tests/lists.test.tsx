// SPDX-License-Identifier: Apache-2.0
import { act, renderHook, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { onPace, paceNow, slowAfterMs, watchRequest } from '@/api/pace'
import { DataGrid, type Column } from '@/ui/DataGrid'
import { sheetOf, type Hotkey } from '@/ui/hotkeys'
import { useRest } from '@/ui/useRest'
import { ColumnChooser } from '@/features/worklists/ColumnChooser'
import { columnsFirst } from '@/features/worklists/columns'
import { useColumns } from '@/features/worklists/useColumns'
import { show } from './render'

interface Row { id: string; title: string; due: string; owner: string }
const rows: Row[] = Array.from({ length: 30 }, (_, index) => ({ id: `r${index}`, title: `Operative report of a long name ${index}`, due: '3 d late', owner: 'nobody' }))
const columns: Column<Row>[] = [
  { id: 'owner', title: 'Owner', width: '400px', sort: 'owner', cell: (row) => row.owner },
  { id: 'title', title: 'What', width: 'minmax(500px, 1fr)', lead: true, cell: (row) => row.title },
  { id: 'due', title: 'Due', width: '300px', lead: true, cell: (row) => row.due },
]

describe('a list that is too narrow for its columns', () => {
  it('shows each row in two lines: what leads, then everything else; nothing is left out', () => {
    show(<DataGrid label="Things" rows={rows} rowId={(row) => row.id} columns={columns} />)
    const row = within(screen.getByRole('grid')).getAllByRole('row')[1]!
    expect(within(row).getAllByRole('gridcell').map((cell) => cell.textContent)).toEqual(['Operative report of a long name 0', '3 d late', 'nobody'])
  })
  it('keeps its columns in order where they fit', () => {
    show(<DataGrid label="Things" rows={rows} rowId={(row) => row.id} columns={columns.map((column) => ({ ...column, width: '120px' }))} />)
    const row = within(screen.getByRole('grid')).getAllByRole('row')[1]!
    expect(within(row).getAllByRole('gridcell').map((cell) => cell.textContent)).toEqual(['nobody', 'Operative report of a long name 0', '3 d late'])
  })
})

describe('End', () => {
  it('asks for the rest where not all rows are there, and else goes to the last', async () => {
    const [onEnd, onActive] = [vi.fn(), vi.fn()]
    const grid = (total: number) => <DataGrid label="Things" rows={rows} total={total} rowId={(row) => row.id} columns={columns} onEnd={onEnd} onActive={onActive} />
    const { again } = show(grid(2000))
    screen.getByRole('grid').focus()
    await userEvent.keyboard('{End}')
    expect(onEnd).toHaveBeenCalledTimes(1)
    expect(onActive).not.toHaveBeenCalled()
    again(grid(rows.length))
    await userEvent.keyboard('{End}')
    expect(onEnd).toHaveBeenCalledTimes(1)
    expect(onActive).toHaveBeenCalledWith('r29')
  })
  it('reads part after part until the list is whole, and hands over every row', async () => {
    const part = (from: number) => ({ items: [from, from + 1], total: 6 })
    let data = { pages: [part(0)] }
    const query = {
      data,
      hasNextPage: true,
      fetchNextPage: vi.fn(async () => {
        data = { pages: [...data.pages, part(data.pages.length * 2)] }
        return { data, hasNextPage: data.pages.length < 3, isError: false }
      }),
    }
    const then = vi.fn()
    const { result } = renderHook(() => useRest<number>(query))
    act(() => result.current.readRest(then))
    expect(result.current.isReading).toBe(true)
    await waitFor(() => expect(then).toHaveBeenCalledWith([0, 1, 2, 3, 4, 5]))
    expect(result.current.isReading).toBe(false)
    expect(query.fetchNextPage).toHaveBeenCalledTimes(2)
  })
  it('stops at a refusal with what came until then', async () => {
    const query = { data: { pages: [{ items: [0], total: 9 }] }, hasNextPage: true, fetchNextPage: async () => ({ data: { pages: [{ items: [0], total: 9 }] }, hasNextPage: true, isError: true }) }
    const then = vi.fn()
    const { result } = renderHook(() => useRest<number>(query))
    act(() => result.current.readRest(then))
    await waitFor(() => expect(then).toHaveBeenCalledWith([0]))
  })
})

describe('the sheet of keys', () => {
  const key = (keys: string, label: string, more: Partial<Hotkey> = {}): Hotkey => ({ keys, label, run: () => undefined, ...more })
  it('names what another part of the screen knows, once, after what works now', () => {
    const sheet = sheetOf([
      { title: 'Reader', keys: [key('+', 'Larger (in a document)', { listed: true }), key('y', 'Thumbnails (in a document)', { listed: true })] },
      { title: 'Chart', keys: [key('t', 'Timeline')] },
      { title: 'Reader', keys: [key('+', 'Larger'), key('arrowdown', '', { standIn: true })] },
    ])
    expect(sheet.map((section) => [section.title, section.keys.map((one) => one.label)])).toEqual([
      ['Reader', ['Larger', 'Thumbnails (in a document)']],
      ['Chart', ['Timeline']],
    ])
  })
  it('leaves out a section of nothing but stand-ins', () => {
    expect(sheetOf([{ title: 'List', keys: [key('enter', '', { standIn: true })] }])).toEqual([])
  })
})

describe('the line', () => {
  afterEach(() => {
    watchRequest()(true)
    vi.useRealTimers()
  })
  it('is slow while an answer is long in coming, and good with the answer', () => {
    vi.useFakeTimers()
    const told = vi.fn()
    const stop = onPace(told)
    const [first, second] = [watchRequest(), watchRequest()]
    second(true)
    vi.advanceTimersByTime(slowAfterMs - 1)
    expect(paceNow()).toBe('good')
    vi.advanceTimersByTime(1)
    expect(paceNow()).toBe('slow')
    first(true)
    expect(paceNow()).toBe('good')
    expect(told).toHaveBeenCalledTimes(2)
    stop()
  })
  it('is gone when no answer came, until one comes; what was given up says nothing', () => {
    watchRequest()(false)
    expect(paceNow()).toBe('gone')
    watchRequest()('given up')
    expect(paceNow()).toBe('gone')
    watchRequest()(true)
    expect(paceNow()).toBe('good')
  })
})

describe('columns', () => {
  it('ticked faster than the server answers are all kept', async () => {
    const answers: (() => void)[] = []
    vi.stubGlobal('fetch', vi.fn((_: string, init?: RequestInit) => {
      const answer = (body: unknown) => new Response(JSON.stringify(body), { status: 200 })
      if (init?.method !== 'POST') return Promise.resolve(answer({ items: [], total: 0 }))
      return new Promise<Response>((resolve) => answers.push(() => resolve(answer({ ...(JSON.parse(String(init.body)) as object), id: 'V1', mine: true }))))
    }))
    function Chooser() {
      const [shown, setShown] = useColumns('held-message')
      return <ColumnChooser shown={shown} usual={columnsFirst('held-message')} onShown={setShown} onClose={() => undefined} />
    }
    show(<Chooser />)
    const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })
    await userEvent.click(box('MRN'))
    await userEvent.click(box('Born'))
    await waitFor(() => expect(answers).toHaveLength(1))
    act(() => answers[0]!()) // the first tick is kept by the server; the second waits behind it
    await waitFor(() => expect(answers).toHaveLength(2))
    expect(box('MRN').checked && box('Born').checked).toBe(true)
    act(() => answers[1]!())
    await waitFor(() => expect(box('Born').checked).toBe(true))
  })
})
