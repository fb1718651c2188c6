// SPDX-License-Identifier: Apache-2.0
// Strokes made while what they are for was still on its way: kept in order and given to the screen when it is there, as a
// terminal does. What is too old, or overtaken by a click, a field or a dialog, is forgotten.

interface Stroke { typed: string; at: number }

export const keptForMs = 15_000
/** A step that changes something at once is not sprung on a person who has long given up waiting. */
export const atOnceForMs = 1_500
const most = 32
const pauseMs = 50
/** What belongs to a stroke may come a moment after its surroundings. */
const graceMs = 400

let strokes: Stroke[] = []
let loading = 0
let moving = false
let changedAt = 0
let timer: ReturnType<typeof setTimeout> | undefined
let give: () => void = () => undefined

const touch = () => {
  changedAt = Date.now()
  if (strokes.length) soon(0)
}
function soon(ms: number) {
  clearTimeout(timer)
  timer = setTimeout(() => give(), ms)
}

/** Whether something on the screen is still on its way. */
export const isWaiting = () => moving || loading > 0
/** Whether the page on the screen is being left for another. */
export const isMoving = () => moving
export const hasStrokes = () => strokes.length > 0

/** A placeholder stands on the screen; the answer takes it away. */
export function beginLoading(): () => void {
  loading += 1
  touch()
  return () => {
    loading -= 1
    touch()
  }
}

export function setMoving(on: boolean) {
  moving = on
  touch()
}

export function remember(typed: string) {
  if (strokes.length < most) strokes.push({ typed, at: Date.now() })
  changedAt = Date.now()
  soon(pauseMs)
}

export function forget() {
  strokes = []
  clearTimeout(timer)
}

/** `give` is called whenever kept strokes may have found what they are for. */
export const whenReady = (run: () => void) => (give = run)
export const nudge = () => strokes.length > 0 && soon(0)

/**
 * Gives the kept strokes to `take` in their order. It answers whether it took one, or must wait ("later"), or knows none
 * such ("unknown": kept while something is still loading, else forgotten).
 */
export function giveStrokes(take: (typed: string, ageMs: number) => 'taken' | 'later' | 'unknown') {
  while (strokes.length) {
    const [first] = strokes as [Stroke]
    const age = Date.now() - first.at
    const outcome = age > keptForMs ? 'taken' : moving ? 'later' : take(first.typed, age)
    if (outcome === 'taken') {
      strokes.shift()
      changedAt = Date.now()
    } else if (outcome === 'unknown' && !isWaiting() && Date.now() - changedAt > graceMs) {
      return forget()
    } else {
      return soon(pauseMs)
    }
  }
}
