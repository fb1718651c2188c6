// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, type RefObject } from 'react'

/** A list whose lit line comes into view when the keys move it; what a page shows first does not jump. */
export function useLitInView<List extends HTMLElement>(lit: number | string): RefObject<List | null> {
  const list = useRef<List>(null)
  const before = useRef(lit)
  useEffect(() => {
    if (before.current !== lit) list.current?.querySelector('[data-lit]')?.scrollIntoView({ block: 'nearest' })
    before.current = lit
  }, [lit])
  return list
}
