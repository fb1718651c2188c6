// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { useId, useLayoutEffect, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Icon } from './icons'
import styles from './Dialog.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  /** With it the content is a form; Enter in a field submits, Ctrl+Enter from anywhere, also from lines of text. */
  onSubmit?: () => void
  wide?: boolean
  tone?: 'plain' | 'warn'
}

/** The browser's own modal dialog: it keeps the focus inside, closes with Escape and gives the focus back. */
export function Dialog({ title, onClose, children, footer, onSubmit, wide, tone = 'plain' }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    if (dialog && !dialog.open) dialog.showModal()
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.currentTarget.requestSubmit()
  }
  const inner = (
    <>
      <div className={styles.body}>{children}</div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </>
  )
  return (
    <dialog
      ref={ref}
      className={styles.dialog}
      data-wide={wide || undefined}
      data-tone={tone}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header className={styles.header}>
        {tone === 'warn' && <Icon name="warning" size={18} />}
        <h2 id={heading}>{title}</h2>
        <ActionIcon className="push" aria-label={t('Close')} onClick={onClose}><Icon name="close" /></ActionIcon>
      </header>
      {onSubmit ? <form className={styles.form} noValidate onSubmit={submit} onKeyDown={onKeyDown}>{inner}</form> : inner}
    </dialog>
  )
}
