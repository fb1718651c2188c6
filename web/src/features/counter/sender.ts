// SPDX-License-Identifier: Apache-2.0
// Sends what is kept, in order, and takes out of the queue only what the house has answered. A number that is sent twice is
// answered twice and done once: that is the house's promise, so this side may try as often as it likes.
import { asProblem } from '@/api/http'
import type { CounterScan, CounterScans, DeviceScan } from '@/api/types'
import type { Numbered, ScanQueue } from './queue'

export type LineState = 'open' | 'none' | 'signed-out' | 'refused'
export interface Sent { line: LineState; answers: CounterScan[]; refusal?: string }

const groupSize = 50

/** The house's clock less this device's, by the middle of the way there and back. */
export const differenceOf = (now: string, left: number, came: number) => Math.round(Date.parse(now) - (left + came) / 2)

const stateOf = (status: number): LineState => (status === 401 ? 'signed-out' : status === 0 || status >= 500 || status === 429 ? 'none' : 'refused')

const asSent = ({ number, scan }: Numbered, live: ReadonlySet<number>): DeviceScan => ({ ...scan, number, live: live.has(number) || undefined })

async function sendAll(queue: ScanQueue, post: (device: string, scans: DeviceScan[]) => Promise<CounterScans>, live: ReadonlySet<number>): Promise<Sent> {
  const answers: CounterScan[] = []
  for (;;) {
    const group = (await queue.all()).slice(0, groupSize)
    if (!group.length) return { line: 'open', answers }
    const left = Date.now()
    try {
      const answer = await post(queue.device, group.map((one) => asSent(one, live)))
      await queue.measured({ ms: differenceOf(answer.now, left, Date.now()), at: Date.now() })
      const settled = answer.items.filter((one) => one.outcome !== 'received').map((one) => one.number)
      await queue.remove(settled)
      answers.push(...answer.items)
      if (!settled.length) return { line: 'none', answers }
    } catch (error) {
      const problem = asProblem(error)
      return { line: stateOf(problem.status), answers, refusal: problem.message }
    }
  }
}

let running: Promise<unknown> = Promise.resolve()

/** One at a time, in this tab and beside the others of this device. */
export function send(queue: ScanQueue, post: (device: string, scans: DeviceScan[]) => Promise<CounterScans>, live: ReadonlySet<number> = new Set()): Promise<Sent> {
  const run = () => sendAll(queue, post, live)
  const alone = () => (typeof navigator !== 'undefined' && navigator.locks ? navigator.locks.request('charta-counter-send', run) : run())
  const mine = running.then(alone, alone)
  running = mine.catch(() => undefined)
  return mine as Promise<Sent>
}
