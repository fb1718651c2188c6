// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react'

/** A field that is shown at once and told on after a short pause; it follows when the value changes from outside. */
export function useDebounced(value: string, tell: (value: string) => void, pause = 250): [string, (value: string) => void] {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const told = useRef([value])
  useEffect(() => {
    // What we told comes back, perhaps late and after more was typed: only a value that is not ours replaces the text.
    const echo = told.current.indexOf(value)
    if (echo < 0) setText(value)
    told.current = echo < 0 ? [value] : told.current.slice(echo)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const set = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      told.current.push(next)
      tell(next)
    }, pause)
  }
  return [text, set]
}
