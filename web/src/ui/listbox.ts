// SPDX-License-Identifier: Apache-2.0
// The keyboard of every "type and pick" box: palette, finder, filter, patient picker. Enter never picks from the answer to an
// earlier text (a barcode reader types faster than any server answers): it waits for the answer to what stands in the box.
import { useEffect, useId, useState, type KeyboardEvent } from 'react'

/** `isLate`: the options (at `active`, -1 without any) do not answer the text yet. */
export function useListbox(size: number, pick: (index: number, event: KeyboardEvent | undefined) => void, isLate: (active: number) => boolean = () => false) {
  const id = useId()
  const [active, setActive] = useState(0)
  const [entered, setEntered] = useState(false)
  const current = size ? Math.min(active, size - 1) : -1
  const late = isLate(current)
  const optionId = (index: number) => `${id}-${index}`
  useEffect(() => {
    if (current >= 0) document.getElementById(optionId(current))?.scrollIntoView({ block: 'nearest' })
  })
  useEffect(() => {
    if (!entered || late) return
    setEntered(false)
    pick(current, undefined)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') setEntered(false)
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined && size) {
      event.preventDefault()
      setActive(step === 1 || step === -1 ? (current + step + size) % size : Math.max(0, Math.min(size - 1, current + step)))
    } else if (event.key === 'Enter' && late) {
      event.preventDefault()
      setEntered(true)
    } else if (event.key === 'Enter' && current >= 0) {
      event.preventDefault()
      pick(current, event)
    }
  }
  return {
    active: current,
    setActive,
    optionId,
    listId: `${id}-list`,
    /** The box was left: an Enter that waits is void. */
    forget: () => setEntered(false),
    input: {
      role: 'combobox' as const,
      'aria-expanded': size > 0,
      'aria-controls': `${id}-list`,
      'aria-autocomplete': 'list' as const,
      'aria-activedescendant': current >= 0 ? optionId(current) : undefined,
      autoComplete: 'off',
      spellCheck: false,
      onKeyDown,
    },
  }
}
