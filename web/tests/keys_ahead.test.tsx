// SPDX-License-Identifier: Apache-2.0
// A key pressed before what it is for has come is kept for it, and never given to something else.
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Lines } from '@/ui/Empty'
import { HotkeyScope, useHotkeys, type Hotkey } from '@/ui/hotkeys'
import { forget, keptForMs, setMoving } from '@/ui/keys_ahead'
import { listKeys } from '@/ui/list_keys'
import { useListbox } from '@/ui/listbox'

const rows = ['a', 'b', 'c', 'd']
const url = { item: undefined as string | undefined }
const opened = vi.fn()

function List({ ready, more = [] }: { ready: boolean; more?: Hotkey[] }) {
  useHotkeys('List', [...listKeys({ next: 'Next row', previous: 'Previous row', order: ready ? rows : [], standing: () => url.item, select: (id) => (url.item = id), open: opened, ready }), ...more])
  return null
}
function Keyed({ keys }: { keys: Hotkey[] }) {
  useHotkeys('Keyed', keys)
  return null
}
const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms))

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  url.item = undefined
  opened.mockClear()
})
afterEach(() => {
  forget()
  setMoving(false)
  vi.useRealTimers()
})

describe('keys pressed while the rows load', () => {
  it('move through the rows when they have come, in their order', async () => {
    const view = render(<List ready={false} />)
    await user.keyboard('jjj')
    await user.keyboard('k')
    expect(url.item).toBeUndefined()
    view.rerender(<List ready />)
    pass(50)
    expect(url.item).toBe('b')
  })
  it('include the arrows and Enter, which the list itself hears once it is there', async () => {
    const view = render(<List ready={false} />)
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    view.rerender(<List ready />)
    pass(50)
    expect(opened).toHaveBeenCalledWith('b')
    url.item = undefined
    await user.keyboard('{ArrowDown}')
    expect(url.item).toBeUndefined()
  })
  it('are forgotten after a click, an Escape, or when nobody can still mean them', async () => {
    const cases: [string, () => Promise<unknown> | unknown][] = [
      ['a click', () => user.click(document.body)],
      ['Escape', () => user.keyboard('{Escape}')],
      ['time', () => pass(keptForMs + 100)],
    ]
    for (const [what, happens] of cases) {
      const view = render(<List ready={false} />)
      await user.keyboard('j')
      await happens()
      view.rerender(<List ready />)
      pass(50)
      expect(url.item, what).toBeUndefined()
      view.unmount()
    }
  })
  it('are not given to a field or a dialog that opened meanwhile', async () => {
    const view = render(<><List ready={false} /><input aria-label="Note" /></>)
    await user.keyboard('j')
    screen.getByLabelText('Note').focus()
    view.rerender(<><List ready /><input aria-label="Note" /></>)
    pass(50)
    expect(url.item).toBeUndefined()
  })
})

describe('keys pressed while a page is on its way', () => {
  it('belong to the page that comes, not to the one that goes', async () => {
    const [old, next] = [vi.fn(), vi.fn()]
    const view = render(<Keyed keys={[{ keys: 'm', label: '', run: old }]} />)
    setMoving(true)
    await user.keyboard('m')
    expect(old).not.toHaveBeenCalled()
    view.rerender(<Keyed key="next" keys={[{ keys: 'm', label: '', run: next }]} />)
    setMoving(false)
    pass(50)
    expect(next).toHaveBeenCalledOnce()
    expect(old).not.toHaveBeenCalled()
  })
  it('wait as long as a placeholder stands there, and are dropped when nothing takes them', async () => {
    const run = vi.fn()
    const shell = <Keyed key="shell" keys={[]} />
    const view = render(<>{shell}<Lines /></>)
    await user.keyboard('mq')
    pass(3000)
    view.rerender(<>{shell}<Keyed keys={[{ keys: 'm', label: '', run }]} /></>)
    pass(100)
    expect(run).toHaveBeenCalledOnce()
    pass(2000)
    const late = vi.fn()
    view.rerender(<>{shell}<Keyed key="late" keys={[{ keys: 'q', label: '', run: late }]} /></>)
    pass(100)
    expect(late).not.toHaveBeenCalled()
  })
  it('are not kept where nothing loads', async () => {
    const run = vi.fn()
    const shell = <Keyed key="shell" keys={[]} />
    const view = render(shell)
    await user.keyboard('m')
    view.rerender(<>{shell}<Keyed keys={[{ keys: 'm', label: '', run }]} /></>)
    pass(1000)
    expect(run).not.toHaveBeenCalled()
  })
})

describe('an act of an item', () => {
  const pane = (item: string, run: () => void) => (
    <HotkeyScope value={() => url.item === item}><Keyed key={item} keys={[{ keys: 'c', label: 'Claim', atOnce: true, run }]} /></HotkeyScope>
  )
  it('never reaches the item one has just left: it waits for the one that comes', async () => {
    const [first, second] = [vi.fn(), vi.fn()]
    url.item = 'a'
    const view = render(<><List ready />{pane('a', first)}</>)
    await user.keyboard('jc')
    expect(first).not.toHaveBeenCalled()
    view.rerender(<><List ready />{pane('b', second)}</>)
    pass(100)
    expect(first).not.toHaveBeenCalled()
    expect(second).toHaveBeenCalledOnce()
  })
  it('that changes something at once is not sprung on a person who waited long', async () => {
    const second = vi.fn()
    url.item = 'a'
    const view = render(<><List ready />{pane('a', vi.fn())}</>)
    await user.keyboard('jc')
    pass(4000)
    view.rerender(<><List ready />{pane('b', second)}</>)
    pass(100)
    expect(second).not.toHaveBeenCalled()
  })
})

describe('Enter in a box of hits', () => {
  function Box({ hits, late, onPick }: { hits: string[]; late: boolean; onPick: (hit: string | undefined) => void }) {
    const list = useListbox(hits.length, (index) => onPick(hits[index]), () => late)
    const [text, setText] = useState('')
    return <input {...list.input} aria-label="Box" value={text} onChange={(event) => setText(event.target.value)} />
  }
  it('waits for the hits of the text that stands there', async () => {
    const onPick = vi.fn()
    const view = render(<Box hits={['the hit of an earlier text']} late onPick={onPick} />)
    await user.type(screen.getByLabelText('Box'), 'T100{Enter}')
    expect(onPick).not.toHaveBeenCalled()
    view.rerender(<Box hits={['right', 'other']} late={false} onPick={onPick} />)
    expect(onPick.mock.calls).toEqual([['right']])
  })
  it('is void once more is typed', async () => {
    const onPick = vi.fn()
    const view = render(<Box hits={[]} late onPick={onPick} />)
    await user.type(screen.getByLabelText('Box'), 'T1{Enter}5')
    view.rerender(<Box hits={['right']} late={false} onPick={onPick} />)
    expect(onPick).not.toHaveBeenCalled()
  })
})
