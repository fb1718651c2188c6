// SPDX-License-Identifier: Apache-2.0
// How the line to the server does: whether an answer is long in coming, or none came at all.

export type Pace = 'good' | 'slow' | 'gone'
/** An answer that takes longer is worth a word to the person who waits. */
export const slowAfterMs = 4_000

let waiting = 0
let gone = false
let pace: Pace = 'good'
const watchers = new Set<() => void>()

function tell() {
  const next: Pace = gone ? 'gone' : waiting > 0 ? 'slow' : 'good'
  if (next === pace) return
  pace = next
  watchers.forEach((watcher) => watcher())
}

/** Watches one request. The function returned is told how it ended: `false` when no answer came. */
export function watchRequest(): (answered: boolean | 'given up') => void {
  let isSlow = false
  const timer = setTimeout(() => {
    isSlow = true
    waiting += 1
    tell()
  }, slowAfterMs)
  return (answered) => {
    clearTimeout(timer)
    if (isSlow) waiting -= 1
    if (answered !== 'given up') gone = !answered
    tell()
  }
}

export const paceNow = () => pace
export function onPace(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
