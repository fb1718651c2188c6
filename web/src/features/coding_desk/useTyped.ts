// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react'

const pauseMs = 300

/** Text that is typed here at once and kept elsewhere (in the address) after a pause; what is kept there wins when it becomes another
 * by itself, as when one goes back. `put` is for text that whoever calls keeps there too. */
export function useTyped(kept: string, keep: (text: string | undefined) => void): [string, (text: string) => void, (text: string) => void] {
  const [text, setText] = useState(kept)
  const known = useRef(kept)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (kept === known.current) return
    clearTimeout(timer.current)
    known.current = kept
    setText(kept)
  }, [kept])
  useEffect(() => () => clearTimeout(timer.current), [])
  const put = (next: string) => {
    clearTimeout(timer.current)
    known.current = next
    setText(next)
  }
  const type = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      known.current = next
      keep(next || undefined)
    }, pauseMs)
  }
  return [text, type, put]
}
