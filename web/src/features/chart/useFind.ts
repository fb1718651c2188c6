// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, useRef, useState } from 'react'
import { t } from '@/i18n'
import { foundIn } from '@/ui/found'
import { useHotkeys } from '@/ui/hotkeys'
import type { Asked } from './find'

export interface Find {
  isOpen: boolean
  /** What stands in the box. */
  typed: string
  asked: Asked
  /** The page on which the first hit is wanted. */
  page: number
  /** The hit one stands at, from 0; there are `count`. */
  at: number
  count: number
  ask: (text: string) => void
  step: (by: number) => void
  go: (at: number) => void
  close: () => void
  /** The reader says how many hits it has. */
  tell: (count: number) => void
  field: React.RefObject<HTMLInputElement | null>
  /** One came here from a hit: the box does not take the focus. */
  came: boolean
}

/** Words looked for in the document on the screen. Ctrl+F opens it; Ctrl+F once more, in its field, is the browser's own. */
export function useFind(isOffered: boolean, document: string, fromFields = false): Find {
  const [found] = useState(() => foundIn(document))
  const [isOpen, setOpen] = useState(!!found)
  const [asked, setAsked] = useState<Asked>(found?.terms ?? '')
  const [typed, setTyped] = useState(found?.text ?? '')
  const [at, setAt] = useState(0)
  const [count, tell] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const open = () => {
    setOpen(true)
    requestAnimationFrame(() => field.current?.select())
  }
  const ask = useCallback((text: string) => (setTyped(text), setAsked(text), setAt(0)), [])
  const step = useCallback((by: number) => setAt((now) => (count ? (now + by + count) % count : 0)), [count])
  const close = useCallback(() => (setOpen(false), setAsked(''), setTyped(''), tell(0)), [])
  useHotkeys(t('Reader'), [
    ...(isOffered ? [{ keys: 'mod+f', label: t('Find in the document'), inFields: fromFields, run: open }] : []),
    ...(isOpen && count ? [{ keys: 'n', label: t('Next hit'), run: () => step(1) }, { keys: 'p', label: t('Previous hit'), run: () => step(-1) }] : []),
  ])
  return useMemo(
    () => ({ isOpen, typed, asked: isOpen ? asked : '', page: found?.page ?? 1, at: count ? Math.min(at, count - 1) : 0, count, ask, step, go: setAt, close, tell, field, came: !!found }),
    [isOpen, typed, asked, found, at, count, ask, step, close],
  )
}
