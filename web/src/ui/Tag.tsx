// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons'
import styles from './Tag.module.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info' | 'accent'

/** A state in words, with a colour that only repeats them. */
export function Tag({ tone = 'plain', icon, children, title }: { tone?: Tone; icon?: IconName; children: ReactNode; title?: string }) {
  return (
    <span className={styles.tag} data-tone={tone} title={title}>
      {icon && <Icon name={icon} size={12} />}
      <span className="cut">{children}</span>
    </span>
  )
}

/** A number that counts something; zero is shown quietly. */
export function Count({ value, tone = 'plain', label }: { value: number; tone?: Tone; label?: string }) {
  return (
    <span className={styles.count} data-tone={value ? tone : 'plain'} title={label}>
      {value > 9999 ? `${Math.floor(value / 1000)}k` : value}
      {label && <span className="read-only-by-ear"> {label}</span>}
    </span>
  )
}
