// SPDX-License-Identifier: Apache-2.0
import { act, render, renderHook, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { Problem } from '@/api/http'
import type { CounterScan, CounterScans, DeviceScan } from '@/api/types'
import { checkSign, kindOf } from '@/features/counter/label'
import { openQueue, type KeptScan } from '@/features/counter/queue'
import { differenceOf, send } from '@/features/counter/sender'
import { toneOf, wordOf } from '@/features/counter/tone'
import { useCounter } from '@/features/counter/useCounter'
import { useWedge } from '@/features/counter/useWedge'
import { useHotkeys } from '@/ui/hotkeys'

const scan = (barcode: string): KeptScan => ({ kind: 'check-in', barcode, at_time: '2026-03-01T08:00:00Z' })
const answered = (device: string, scans: DeviceScan[], outcome: CounterScan['outcome'] = 'done'): CounterScans => ({
  now: '2026-03-01T08:00:05.000Z',
  total: scans.length,
  drop_reasons: [],
  items: scans.map((one) => ({ id: `id-${one.number}`, device, number: one.number, kind: one.kind, barcode: one.barcode, at_time: one.at_time, house_time: one.at_time, received_at: one.at_time, outcome })),
})

describe('labels', () => {
  it('check like those of the file room', () => {
    expect(checkSign('G123498654321')).toBe('H') // ISO/IEC 7064 MOD 37-2, the example of ISBT 128
    const body = 'V0000000000001'
    expect(kindOf(body + checkSign(body))).toBe('volume')
    expect(kindOf(`L0000000000001${checkSign('L0000000000001')}`)).toBe('place')
    expect(kindOf(` ${(body + checkSign(body)).toLowerCase()}\n`)).toBe('volume')
  })
  it('tell every wrong sign', () => {
    const right = `V00000000ABCD1${checkSign('V00000000ABCD1')}`
    for (let at = 1; at < right.length - 1; at++) for (const sign of '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
      if (sign !== right[at]) expect(kindOf(right.slice(0, at) + sign + right.slice(at + 1)), `${at} ${sign}`).not.toBe('volume')
  })
  it.each([['CHS1P|urn:oid:1|1', 'separator'], ['4006381333931', 'other'], ['V000000000001ZZ', 'damaged'], ['', 'other'], ['V', 'other']])('%s is %s', (code, kind) => expect(kindOf(code)).toBe(kind))
})

describe('the counter', () => {
  afterEach(() => vi.restoreAllMocks())
  it('loses no scan that comes before its queue is open, and takes each as it stands when its turn comes', async () => {
    const sent = vi.spyOn(api, 'sendCounterScans').mockImplementation(async ({ device, scans }) => answered(device, scans))
    vi.spyOn(api, 'scanPaper').mockResolvedValue({ kind: 'place', place: { barcode: 'L1', path: 'Cart 7' } } as never)
    const { result } = renderHook(() => useCounter(undefined))
    expect(result.current.queue).toBeUndefined()
    const label = (body: string) => body + checkSign(body)
    act(() => {
      void result.current.scanned(label('L0000000000001'))
      void result.current.scanned(label('V0000000000001'))
    })
    await waitFor(() => expect(result.current.answer?.scan).toBeDefined())
    expect(sent.mock.calls.flatMap(([body]) => body.scans.map((one) => one.barcode))).toEqual([label('V0000000000001')])
    expect(sent.mock.calls[0]![0].scans[0]!.at_barcode, 'the cart that was scanned before it').toBe('L1')
    expect(result.current.answer?.tone).toBe('done')
  })
})

describe('the counter, before its queue is open,', () => {
  afterEach(() => vi.restoreAllMocks())
  it('keeps the mode that a person chose meanwhile', async () => {
    const sent = vi.spyOn(api, 'sendCounterScans').mockImplementation(async ({ device, scans }) => answered(device, scans))
    const { result } = renderHook(() => useCounter(undefined))
    const label = `V0000000000002${checkSign('V0000000000002')}`
    act(() => {
      result.current.stand({ mode: 'ward-filed' })
      void result.current.scanned(label)
    })
    await waitFor(() => expect(result.current.answer?.scan).toBeDefined())
    expect(sent.mock.calls.flatMap(([body]) => body.scans.map((one) => one.kind))).toEqual(['ward-filed'])
    expect(result.current.mode).toBe('ward-filed')
  })
})

describe('the queue of a device', () => {
  it('numbers from one and keeps the order', async () => {
    const queue = await openQueue()
    expect(await queue.add(scan('A'))).toBe(1)
    expect(await queue.add(scan('B'))).toBe(2)
    await queue.remove([1])
    expect(await queue.add(scan('C'))).toBe(3)
    expect((await queue.all()).map((one) => [one.number, one.scan.barcode])).toEqual([[2, 'B'], [3, 'C']])
    expect(queue.device).toMatch(/^counter-[0-9a-f]{16}$/)
  })
  it('is emptied by answers only, in groups, in order', async () => {
    const queue = await openQueue()
    for (let n = 0; n < 120; n++) await queue.add(scan(String(n)))
    const numbers: number[] = []
    const post = vi.fn(async (device: string, scans: DeviceScan[]) => (numbers.push(...scans.map((one) => one.number)), answered(device, scans)))
    const sent = await send(queue, post)
    expect(sent.line).toBe('open')
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, at) => at + 1))
    expect(await queue.all()).toEqual([])
  })
  it.each([[0, 'none'], [401, 'signed-out'], [503, 'none'], [403, 'refused'], [400, 'refused']])('keeps everything when the house answers %i', async (status, line) => {
    const queue = await openQueue()
    await queue.add(scan('A'))
    const sent = await send(queue, async () => { throw new Problem({ status, detail: 'no' }) })
    expect(sent.line).toBe(line)
    expect(await queue.all()).toHaveLength(1)
  })
  it('says of one number only that somebody waits for it', async () => {
    const queue = await openQueue()
    await queue.add(scan('A'))
    const number = await queue.add(scan('B'))
    let told: (boolean | undefined)[] = []
    await send(queue, async (device, scans) => ((told = scans.map((one) => one.live)), answered(device, scans)), new Set([number]))
    expect(told).toEqual([undefined, true])
  })
  it('two sendings at once send nothing twice', async () => {
    const queue = await openQueue()
    await queue.add(scan('A'))
    const post = vi.fn(async (device: string, scans: DeviceScan[]) => answered(device, scans))
    await Promise.all([send(queue, post), send(queue, post)])
    expect(post).toHaveBeenCalledTimes(1)
  })
  it('measures its clock by the middle of the way', () => {
    const left = Date.parse('2026-03-01T08:00:00Z')
    expect(differenceOf('2026-03-01T09:00:01Z', left, left + 2000)).toBe(3_600_000)
    expect(differenceOf('2026-03-01T07:59:00Z', left, left)).toBe(-60_000)
  })
})

describe('answers', () => {
  it('have a word and a tone each', () => {
    expect(['done', 'nothing-to-do', 'remark', 'wrong', 'asks', 'received', 'dropped'].map((outcome) => [toneOf({ outcome } as CounterScan), wordOf({ outcome } as CounterScan)])).toEqual([
      ['done', 'Done'], ['done', 'So already'], ['asks', 'Look'], ['wrong', 'Wrong'], ['asks', 'It asks'], ['asks', 'It asks'], ['done', 'Dropped'],
    ])
  })
})

function Desk({ onScan, onKey }: { onScan: (text: string) => void; onKey: () => void }) {
  useWedge(onScan, true)
  useHotkeys('Counter', [{ keys: 'y', label: 'Yes', run: onKey }])
  return <><button type="button">A button</button><input aria-label="A field" /></>
}
const type = (text: string, target: EventTarget = document.body) => [...text].forEach((key) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
const enter = (target: EventTarget = document.body) => target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))

describe('a scanner that types', () => {
  afterEach(() => vi.useRealTimers())
  it('is heard without a field, whatever keys its label has', () => {
    const [onScan, onKey] = [vi.fn(), vi.fn()]
    render(<Desk onScan={onScan} onKey={onKey} />)
    type('V00YYY1')
    enter()
    expect(onScan).toHaveBeenCalledWith('V00YYY1')
    expect(onKey).not.toHaveBeenCalled()
  })
  it('presses no button that has the focus', () => {
    const onScan = vi.fn()
    render(<Desk onScan={onScan} onKey={vi.fn()} />)
    const button = screen.getByRole('button')
    const pressed = vi.fn()
    button.addEventListener('click', pressed)
    button.focus()
    type('123456', button)
    expect(enter(button)).toBe(false)
    expect(onScan).toHaveBeenCalledWith('123456')
    expect(pressed).not.toHaveBeenCalled()
  })
  it('leaves to a person what a person types', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const [onScan, onKey] = [vi.fn(), vi.fn()]
    render(<Desk onScan={onScan} onKey={onKey} />)
    type('y')
    expect(onKey).not.toHaveBeenCalled()
    act(() => void vi.advanceTimersByTime(200))
    expect(onKey).toHaveBeenCalledTimes(1)
    expect(onScan).not.toHaveBeenCalled()
  })
  it('does not listen where somebody writes', () => {
    const onScan = vi.fn()
    render(<Desk onScan={onScan} onKey={vi.fn()} />)
    const field = screen.getByLabelText('A field')
    type('123456', field)
    enter(field)
    expect(onScan).not.toHaveBeenCalled()
  })
})
