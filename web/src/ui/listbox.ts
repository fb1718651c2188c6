// SPDX-License-Identifier: Apache-2.0
// The keyboard of every "type and pick" box: palette, finder, filter, patient picker.
import { useEffect, useId, useState, type KeyboardEvent } from 'react'

export function useListbox(size: number, pick: (index: number, event: KeyboardEvent | undefined) => void) {
  const id = useId()
  const [active, setActive] = useState(0)
  const current = size ? Math.min(active, size - 1) : -1
  const optionId = (index: number) => `${id}-${index}`
  useEffect(() => {
    if (current >= 0) document.getElementById(optionId(current))?.scrollIntoView({ block: 'nearest' })
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined && size) {
      event.preventDefault()
      setActive(step === 1 || step === -1 ? (current + step + size) % size : Math.max(0, Math.min(size - 1, current + step)))
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
