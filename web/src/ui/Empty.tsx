// SPDX-License-Identifier: Apache-2.0
import { useLayoutEffect, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Icon, type IconName } from './icons'
import { beginLoading } from './keys_ahead'
import styles from './Empty.module.css'

/** What stands where nothing is: what it means and what to do next. */
export function EmptyState({ icon = 'check', title, children, action }: { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}><Icon name={icon} size={22} /></span>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {action}
    </div>
  )
}

/** Why something waits or may not be done, as one sentence. */
export function Reason({ tone = 'warn', icon, children, title }: { tone?: 'warn' | 'bad' | 'info' | 'good'; icon?: IconName; children: ReactNode; title?: string }) {
  const shape: IconName = icon ?? (tone === 'bad' ? 'stop' : tone === 'good' ? 'check' : tone === 'info' ? 'info' : 'warning')
  return (
    <div className={styles.reason} data-tone={tone}>
      <Icon name={shape} size={18} />
      <div>
        {title && <p className={styles.reasonTitle}>{title}</p>}
        <div>{children}</div>
      </div>
    </div>
  )
}

/** Something is on its way; keys pressed meanwhile are kept for it. */
export function Lines({ count = 8, label = t('Loading') }: { count?: number; label?: string }) {
  useLayoutEffect(beginLoading, [])
  return (
    <div className={styles.lines} role="status" aria-label={label} data-loading>
      {Array.from({ length: count }, (_, index) => <span key={index} className={styles.line} data-short={index % 3 === 2 || undefined} />)}
    </div>
  )
}
