// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { t } from '@/i18n'
import { Icon } from './icons'
import { Said } from './Said'
import styles from './toasts.module.css'

interface Toast { id: number; text: string; tone: 'good' | 'bad'; undo?: () => void }
let toasts: Toast[] = []
let next = 1
const watchers = new Set<() => void>()
const set = (list: Toast[]) => {
  toasts = list
  watchers.forEach((watcher) => watcher())
}
const drop = (id: number) => set(toasts.filter((toast) => toast.id !== id))

function show(toast: Omit<Toast, 'id'>, forMs: number) {
  const id = next++
  set([...toasts.slice(-3), { ...toast, id }])
  setTimeout(() => drop(id), forMs)
}

/** Says that something was done; `undo` takes it back. No text here may carry a patient's name. */
export const done = (text: string, undo?: () => void) => show({ text, tone: 'good', undo }, undo ? 8000 : 4000)
export const failed = (text: string) => show({ text, tone: 'bad' }, 10_000)

export function Toasts() {
  const list = useSyncExternalStore((watcher) => (watchers.add(watcher), () => watchers.delete(watcher)), () => toasts)
  return (
    <div className={`${styles.toasts} no-print`} role="status" aria-live="polite">
      {list.map((toast) => (
        <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
          <Icon name={toast.tone === 'good' ? 'check' : 'warning'} />
          <span>{toast.tone === 'bad' ? <Said>{toast.text}</Said> : toast.text}</span>
          {toast.undo && <Button variant="subtle" size="compact-xs" onClick={() => (toast.undo?.(), drop(toast.id))}>{t('Undo')}</Button>}
          <ActionIcon size="sm" aria-label={t('Dismiss')} onClick={() => drop(toast.id)}><Icon name="close" size={12} /></ActionIcon>
        </div>
      ))}
    </div>
  )
}
