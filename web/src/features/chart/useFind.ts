// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, useRef, useState } from 'react'
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'

export interface Find {
  isOpen: boolean
  asked: string
  /** The hit one stands at, from 0; there are `count`. */
  at: number
  count: number
  ask: (text: string) => void
  step: (by: number) => void
  close: () => void
  /** The reader says how many hits it has. */
  tell: (count: number) => void
  field: React.RefObject<HTMLInputElement | null>
}

/** Words looked for in the document on the screen. Ctrl+F opens it; Ctrl+F once more, in its field, is the browser's own. */
export function useFind(isOffered: boolean): Find {
  const [isOpen, setOpen] = useState(false)
  const [asked, setAsked] = useState('')
  const [at, setAt] = useState(0)
  const [count, tell] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const open = () => {
    setOpen(true)
    requestAnimationFrame(() => field.current?.select())
  }
  useHotkeys(t('Reader'), isOffered ? [{ keys: 'mod+f', label: t('Find in the document'), run: open }] : [])
  const ask = useCallback((text: string) => (setAsked(text), setAt(0)), [])
  const step = useCallback((by: number) => setAt((now) => (count ? (now + by + count) % count : 0)), [count])
  const close = useCallback(() => (setOpen(false), setAsked(''), tell(0)), [])
  return useMemo(() => ({ isOpen, asked: isOpen ? asked : '', at: count ? Math.min(at, count - 1) : 0, count, ask, step, close, tell, field }), [isOpen, asked, at, count, ask, step, close])
}
