// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/http'
import { SignInPage } from '@/features/sign_in/SignInPage'
import { BulkDialog } from '@/features/worklists/BulkDialog'
import { FilterBar } from '@/features/worklists/FilterBar'
import { facetsOf } from '@/features/worklists/filters'
import { Act } from '@/ui/Act'
import { Candidates } from '@/ui/Candidates'
import { DataGrid } from '@/ui/DataGrid'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { nothing, type Selection } from '@/ui/selection'
import { Tabs } from '@/ui/Tabs'
import { item, show, summary } from './render'

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const server = (reply: (url: string, init: RequestInit) => Response) => {
  const spy = vi.fn(async (url: string, init: RequestInit = {}) => reply(url, init))
  vi.stubGlobal('fetch', spy)
  return spy
}
afterEach(() => vi.unstubAllGlobals())

describe('a list', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }))
  function Listed({ onOpen }: { onOpen?: (id: string) => void }) {
    const [active, setActive] = useState<string>()
    const [selection, setSelection] = useState<Selection>(nothing)
    const [sort, setSort] = useState('')
    return (
      <>
        <DataGrid label="Things" rows={rows} rowId={(row) => row.id} columns={[{ id: 'name', title: 'Name', width: '1fr', sort: 'name', cell: (row) => row.name }]} active={active} onActive={setActive} onOpen={onOpen} selection={selection} onSelection={setSelection} sort={sort} onSort={setSort} />
        <output>{[...selection.ids].join(' ')}</output>
      </>
    )
  }
  it('draws only the rows in sight and tells how many there are', () => {
    show(<Listed />)
    const grid = screen.getByRole('grid', { name: 'Things' })
    expect(grid.getAttribute('aria-rowcount')).toBe('1001')
    const drawn = within(grid).getAllByRole('row').length
    expect(drawn).toBeGreaterThan(15)
    expect(drawn).toBeLessThan(80)
  })
  it('is one tab stop: arrows move, Enter opens, the row is announced', async () => {
    const onOpen = vi.fn()
    show(<Listed onOpen={onOpen} />)
    const grid = screen.getByRole('grid')
    grid.focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(onOpen).toHaveBeenCalledWith('r1')
    expect(document.getElementById(grid.getAttribute('aria-activedescendant')!)?.textContent).toContain('Row 1')
  })
  it('ticks with Space, a range with Shift and arrows, all with Ctrl+A', async () => {
    show(<Listed />)
    screen.getByRole('grid').focus()
    await userEvent.keyboard('{ArrowDown} {Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    expect(screen.getByRole('status').textContent).toBe('r0 r1 r2')
    await userEvent.keyboard('{Control>}a{/Control}')
    expect(screen.getByRole('status').textContent?.split(' ').length).toBe(1000)
  })
  it('says how it is sorted', async () => {
    show(<Listed />)
    await userEvent.click(screen.getByRole('button', { name: 'Name' }))
    expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending')
    await userEvent.click(screen.getByRole('button', { name: 'Name' }))
    expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending')
  })
})

describe('an act that is not allowed', () => {
  it('stays reachable, says why, and does nothing', async () => {
    const onClick = vi.fn()
    show(<Act allowed={false} why="Your roles do not include it." onClick={onClick}>Ignore</Act>)
    const button = screen.getByRole('button', { name: 'Ignore', description: 'Your roles do not include it.' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await userEvent.tab()
    expect(document.activeElement).toBe(button)
    await userEvent.keyboard('{Enter}')
    expect(onClick).not.toHaveBeenCalled()
  })
})

describe('hot keys', () => {
  function Keyed({ run }: { run: (what: string) => void }) {
    useHotkeys('Test', [{ keys: 'j', label: 'Next', run: () => run('j') }, { keys: 'g m', label: 'Go', run: () => run('g m') }, { keys: 'mod+k', label: 'Palette', inFields: true, run: () => run('mod+k') }])
    return <input aria-label="Field" />
  }
  it('work outside fields, in sequence, and with a modifier inside fields', async () => {
    const run = vi.fn()
    show(<Keyed run={run} />)
    await userEvent.keyboard('jgm')
    expect(run.mock.calls.flat()).toEqual(['j', 'g m'])
    await userEvent.type(screen.getByLabelText('Field'), 'jgm')
    expect(run).toHaveBeenCalledTimes(2)
    await userEvent.keyboard('{Control>}k{/Control}')
    expect(run).toHaveBeenLastCalledWith('mod+k')
  })
  it('of one character can be switched off', async () => {
    const run = vi.fn()
    localStorage.setItem('charta.single-keys', 'off')
    show(<Keyed run={run} />)
    await userEvent.keyboard('j{Control>}k{/Control}')
    expect(run.mock.calls.flat()).toEqual(['mod+k'])
    localStorage.removeItem('charta.single-keys')
  })
})

describe('the filter box', () => {
  function Filtered() {
    const [search, setSearch] = useState<Record<string, string>>({})
    return <FilterBar search={search} change={(changes) => setSearch((now) => Object.fromEntries(Object.entries({ ...now, ...changes }).filter((pair): pair is [string, string] => !!pair[1])))} facets={facetsOf(summary)} />
  }
  it('adds a filter with f, two letters and Enter, and takes it away again', async () => {
    show(<Filtered />)
    await userEvent.keyboard('fov{Enter}')
    expect(await screen.findByText('overdue')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: /Remove the filter Due is overdue/ }))
    expect(screen.queryByText('overdue')).toBeNull()
  })
  it('excludes with Shift+Enter', async () => {
    show(<Filtered />)
    await userEvent.keyboard('f')
    await userEvent.keyboard('filed')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
    expect(screen.getByRole('button', { name: 'State is not Filed' })).toBeTruthy()
  })
})

describe('signing in', () => {
  it('puts the cursor into the name, reads a refusal aloud and keeps the name', async () => {
    server(() => answer(401, { status: 401, detail: 'Name and password do not fit.' }))
    const onSession = vi.fn()
    show(<SignInPage onSession={onSession} />)
    expect(document.activeElement).toBe(screen.getByLabelText('Name'))
    await userEvent.type(screen.getByLabelText('Name'), 'tech')
    await userEvent.type(screen.getByLabelText('Password'), 'wrong{Enter}')
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Name and password do not fit.'))
    expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('tech')
    expect((screen.getByLabelText('Password') as HTMLInputElement).value).toBe('')
    expect(onSession).not.toHaveBeenCalled()
  })
  it('sends the header that a foreign form cannot', async () => {
    const spy = server(() => answer(200, { user: { name: 'tech' } }))
    show(<SignInPage onSession={() => undefined} />)
    await userEvent.type(screen.getByLabelText('Name'), 'tech')
    await userEvent.type(screen.getByLabelText('Password'), 'right{Enter}')
    await waitFor(() => expect(spy).toHaveBeenCalled())
    expect((spy.mock.calls[0]?.[1]?.headers as Record<string, string>)['X-Charta']).toBe('1')
  })
})

describe('acts on many', () => {
  const event = { event: 'claim', title: 'Claim', allowed: true, needs_reason: false }
  it('are reviewed before they run, and each has its own outcome', async () => {
    const spy = server((_, init) => {
      const { ids } = JSON.parse(String(init.body)) as { ids: string[] }
      return answer(200, { results: ids.map((id) => (id === 'B' ? { id, ok: false, problem: 'Somebody was faster.' } : { id, ok: true })) })
    })
    const onFinished = vi.fn()
    show(<BulkDialog event={event} items={[item('A'), item('B'), item('C')]} reasons={[]} onClose={() => undefined} onFinished={onFinished} />)
    expect(spy).not.toHaveBeenCalled()
    await userEvent.click(screen.getByRole('button', { name: /Take out .*Quill, C/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Claim 2 items' }))
    await waitFor(() => expect(screen.getByText('Somebody was faster.')).toBeTruthy())
    expect(screen.getByText(/1 item done, 1 not done/)).toBeTruthy()
    expect(onFinished.mock.calls[0]?.[0]).toHaveLength(2)
    await userEvent.click(screen.getByRole('button', { name: 'Try the 1 again' }))
    expect(screen.getByRole('button', { name: 'Claim 1 item' })).toBeTruthy()
  })
  it('may be 500: sent in parts, what failed is listed first and tried again by itself', async () => {
    // By role would take jsdom a minute among so many.
    const press = (name: string) => fireEvent.click([...document.querySelectorAll('button')].find((button) => button.textContent === name)!)
    const says = (words: string) => waitFor(() => expect(document.querySelector('dialog')?.textContent).toContain(words), { timeout: 20_000 })
    const parts: string[][] = []
    let isWell = false
    server((_, init) => {
      const { ids } = JSON.parse(String(init.body)) as { ids: string[] }
      parts.push(ids)
      if (!isWell && parts.length === 4) throw new TypeError('the line is gone for a moment')
      return answer(200, { results: ids.map((id) => (!isWell && Number(id) % 100 === 7 ? { id, ok: false, problem: `Number ${id} is with somebody else.` } : { id, ok: true })) })
    })
    const finished: string[][] = []
    show(<BulkDialog event={event} items={Array.from({ length: 500 }, (_, index) => item(String(index)))} reasons={[]} onClose={() => undefined} onFinished={(results) => finished.push(results.filter((one) => !one.ok).map((one) => one.id))} />)
    press('Claim 500 items')
    await says('445 items done, 55 not done.')
    expect(parts.map((ids) => ids.length)).toEqual(Array.from({ length: 10 }, () => 50))
    expect(finished[0]).toEqual(['7', '107', ...Array.from({ length: 50 }, (_, index) => String(150 + index)), '207', '307', '407'])
    expect([...document.querySelectorAll<HTMLElement>('dialog li')].slice(0, 55).every((line) => line.dataset.ok === 'false')).toBe(true)
    isWell = true
    press('Try the 55 again')
    press('Claim 55 items')
    await says('55 items done.')
  }, 120_000)
  it('survive a server that went away: every item is told as not done', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('gone')))
    show(<BulkDialog event={event} items={[item('A'), item('B')]} reasons={[]} onClose={() => undefined} onFinished={() => undefined} />)
    await userEvent.click(screen.getByRole('button', { name: 'Claim 2 items' }))
    await waitFor(() => expect(screen.getAllByText(/does not answer/)).toHaveLength(2))
  })
})

describe('the four states of a screen', () => {
  const query = { data: undefined, error: null, isPending: true, refetch: vi.fn() }
  it('waits', () => {
    show(<Loaded query={query}>{() => 'there'}</Loaded>)
    expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy()
  })
  it.each([[403, 'Not open to you'], [404, 'Nothing here'], [500, 'This could not be loaded'], [0, 'This could not be loaded']])('tells a %i in words', (status, words) => {
    show(<Loaded query={{ ...query, isPending: false, error: new Problem({ status, detail: 'Because.' }) }}>{() => 'there'}</Loaded>)
    expect(screen.getAllByText(words).length).toBeGreaterThan(0)
    expect(screen.getByText('Because.')).toBeTruthy()
  })
  it('is empty with words, or there', () => {
    const { again } = show(<Loaded query={{ ...query, data: [] as number[] }} isEmpty={(list) => !list.length} empty="Nothing waits.">{() => 'there'}</Loaded>)
    expect(screen.getByText('Nothing waits.')).toBeTruthy()
    again(<Loaded query={{ ...query, data: [1] }} isEmpty={(list) => !list.length} empty="Nothing waits.">{() => 'there'}</Loaded>)
    expect(screen.getByText('there')).toBeTruthy()
  })
})

describe('tabs', () => {
  it('move with the arrows and show their panel', async () => {
    function Two() {
      const [tab, setTab] = useState('raw')
      return <Tabs label="Readings" current={tab} onChange={setTab} tabs={[{ id: 'raw', title: 'Raw', content: () => 'bytes' }, { id: 'parsed', title: 'Parsed', content: () => 'fields' }]} />
    }
    show(<Two />)
    screen.getByRole('tab', { name: 'Raw' }).focus()
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' })
    expect(screen.getByRole('tab', { name: 'Parsed' }).getAttribute('aria-selected')).toBe('true')
    expect(screen.getByRole('tabpanel', { name: 'Parsed' }).textContent).toBe('fields')
  })
})

describe('candidates', () => {
  it('say in words what agrees and what differs', async () => {
    const onChoose = vi.fn()
    const patient = { id: 'P', name: 'Quill, Ada', birth_date: '1961-04-02', mrn: '1001', former_names: [], mrns: [], deceased: false, why: '' }
    show(<Candidates candidates={[{ patient, score: 284, reasons: [{ field: 'Name', agrees: true, text: 'Name agrees' }, { field: 'MRN', agrees: false, text: 'MRN differs' }] }]} onChoose={onChoose} />)
    expect(screen.getByText('agrees:')).toBeTruthy()
    expect(screen.getByText('differs:')).toBeTruthy()
    expect(screen.getByText('weight +28.4')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Choose Quill, Ada, MRN 1001' }))
    expect(onChoose).toHaveBeenCalledWith(patient)
  })
})
