// SPDX-License-Identifier: Apache-2.0
import { Button, type ButtonProps } from '@mantine/core'
import { useId, type MouseEvent, type ReactNode } from 'react'
import { t } from '@/i18n'
import { KeyHint } from './KeyHint'
import styles from './Act.module.css'

interface Props extends Omit<ButtonProps, 'disabled'> {
  children: ReactNode
  onClick?: () => void
  type?: 'button' | 'submit'
  /** False: shown disabled, reachable, and saying why. */
  allowed?: boolean
  why?: string
  hint?: string
  autoFocus?: boolean
}

/** A button for an act. One that is not allowed stays in the tab order and tells the reason on focus, hover and to screen readers. */
export function Act({ children, onClick, type = 'button', allowed = true, why, hint, autoFocus, variant = 'default', ...rest }: Props) {
  const reason = useId()
  const guard = (event: MouseEvent) => {
    if (allowed) return onClick?.()
    event.preventDefault()
  }
  return (
    <span className={styles.act}>
      <Button
        {...rest}
        type={type}
        variant={allowed ? variant : 'default'}
        aria-disabled={allowed ? undefined : true}
        aria-describedby={allowed ? undefined : reason}
        data-autofocus={autoFocus || undefined}
        onClick={guard}
        rightSection={hint && allowed ? <KeyHint keys={hint} /> : rest.rightSection}
      >
        {children}
      </Button>
      {!allowed && <span id={reason} role="tooltip" className={styles.reason}>{why || t('Not possible now.')}</span>}
    </span>
  )
}
