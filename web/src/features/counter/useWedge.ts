// SPDX-License-Identifier: Apache-2.0
// A scanner that types: many characters within moments and Enter (or Tab) at the end, whatever has the focus. What a person
// types stays what it was: one or two strokes are given back to the keys of the page.
import { useEffect, useRef } from 'react'
import { isField } from '@/ui/hotkeys'

const longestGap = 120
const shortestCode = 3
const givenBack = new WeakSet<Event>()

const isTyped = (event: KeyboardEvent) => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey

export function useWedge(onScan: (text: string) => void, isOn: boolean) {
  const latest = useRef(onScan)
  latest.current = onScan
  useEffect(() => {
    if (!isOn) return
    let [typed, keys, last] = ['', [] as { key: string; shiftKey: boolean }[], 0]
    let timer: ReturnType<typeof setTimeout> | undefined
    const forget = () => {
      clearTimeout(timer)
      ;[typed, keys] = ['', []]
    }
    const giveBack = () => {
      const strokes = typed.length < shortestCode ? keys : []
      forget()
      for (const { key, shiftKey } of strokes) {
        const again = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true })
        givenBack.add(again)
        ;(document.activeElement ?? document.body).dispatchEvent(again)
      }
    }
    const hold = (event: KeyboardEvent) => {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (givenBack.has(event) || event.isComposing || isField(event.target)) return
      const isQuick = event.timeStamp - last < longestGap
      if (isTyped(event)) {
        if (typed && !isQuick) giveBack()
        typed += event.key
        keys.push({ key: event.key, shiftKey: event.shiftKey })
        last = event.timeStamp
        hold(event)
        clearTimeout(timer)
        timer = setTimeout(giveBack, typed.length < shortestCode ? longestGap : 1000)
      } else if ((event.key === 'Enter' || event.key === 'Tab') && typed.length >= shortestCode && isQuick) {
        const text = typed
        forget()
        hold(event)
        latest.current(text)
      } else if (typed && event.key !== 'Shift') {
        giveBack()
      }
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => {
      window.removeEventListener('keydown', onKeyDown, true)
      clearTimeout(timer)
    }
  }, [isOn])
}
