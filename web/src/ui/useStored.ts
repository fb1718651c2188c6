// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from 'react'

/** A preference of this workstation (columns, pane widths): never anything about a patient. */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const name = `charta.${key}`
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(name)
      return text === null ? initial : (JSON.parse(text) as T)
    } catch {
      return initial
    }
  })
  const store = useCallback(
    (next: T) => {
      setValue(next)
      localStorage.setItem(name, JSON.stringify(next))
    },
    [name],
  )
  return [value, store]
}
