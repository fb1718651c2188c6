// SPDX-License-Identifier: Apache-2.0
import type { Hotkey } from './hotkeys'

interface List {
  /** What the sheet says of going on and back. */
  next: string
  previous: string
  order: readonly string[]
  /** Where one stands at this very moment (the URL is ahead of the screen while it is drawn). */
  standing: () => string | undefined
  select: (id: string) => void
  open: (id: string) => void
  /** False while the rows asked for are loading. */
  ready: boolean
}

/** Moving through a list from anywhere on the page. Keys pressed while the rows load are kept until they are there. */
export function listKeys({ next: onward, previous, order, standing, select, open, ready }: List): Hotkey[] {
  const step = (by: number) => () => {
    const at = order.indexOf(standing() ?? '')
    const next = order[Math.max(0, Math.min(order.length - 1, at + by))]
    if (next !== undefined) select(next)
  }
  const enter = () => {
    const id = standing()
    if (id !== undefined && order.includes(id)) open(id)
  }
  return [
    { keys: 'j', label: onward, ready, run: step(1) },
    { keys: 'k', label: previous, ready, run: step(-1) },
    { keys: 'arrowdown', label: '', ready, standIn: true, run: step(1) },
    { keys: 'arrowup', label: '', ready, standIn: true, run: step(-1) },
    { keys: 'enter', label: '', ready, standIn: true, run: enter },
  ]
}
