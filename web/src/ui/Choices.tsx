// SPDX-License-Identifier: Apache-2.0
import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import styles from './Choices.module.css'

export interface Choice { value: string; label: ReactNode }
interface Props { legend: string; choices: readonly Choice[]; value: string; onChange: (value: string) => void; autoFocus?: boolean; beside?: boolean; inline?: boolean; name?: string }

/** One of a few: the arrows or a digit choose, Enter sends the form. `beside`: the choices are cards next to each other; `inline`: short words in a line. */
export function Choices({ legend, choices, value, onChange, autoFocus, beside, inline, name: given }: Props) {
  const own = useId()
  const name = given ?? own
  const box = useRef<HTMLFieldSetElement>(null)
  // In a dialog that is open already nobody else gives it the focus.
  useLayoutEffect(() => {
    if (autoFocus) box.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, []) // eslint-disable-line
  const here = Math.max(0, choices.findIndex((one) => one.value === value))
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const wanted = /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey ? choices[Number(event.key) - 1] : undefined
    if (!wanted) return
    event.preventDefault()
    onChange(wanted.value)
    event.currentTarget.querySelectorAll('input')[choices.indexOf(wanted)]?.focus()
  }
  return (
    <fieldset ref={box} className={styles.choices} data-beside={beside || undefined} data-inline={inline || undefined} onKeyDown={onKeyDown}>
      <legend>{legend}</legend>
      {choices.map((one, index) => (
        <label key={one.value} className={styles.choice} data-chosen={one.value === value || undefined}>
          <input type="radio" name={name} required value={one.value} checked={one.value === value} data-autofocus={(autoFocus && index === here) || undefined} onChange={() => onChange(one.value)} />
          <span className={styles.label}>{one.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
