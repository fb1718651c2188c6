// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react'

/** A field that is shown at once and told on after a short pause; it follows when the value changes from outside. */
export function useDebounced(value: string, tell: (value: string) => void, pause = 250): [string, (value: string) => void] {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const told = useRef(value)
  useEffect(() => {
    if (value !== told.current) setText(value)
    told.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const set = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      told.current = next
      tell(next)
    }, pause)
  }
  return [text, set]
}
