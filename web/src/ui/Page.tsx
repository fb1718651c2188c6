// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, type ReactNode } from 'react'
import { useTitle } from './useTitle'
import styles from './Page.module.css'

interface Props { title: string; subtitle?: ReactNode; actions?: ReactNode; children: ReactNode; fill?: boolean; keepFocus?: boolean }

// The first page of a visit leaves the focus at the top, where the skip link is.
let arrived = false

/** A screen with its heading. The heading takes the focus on arrival, so that it is read and the next Tab is the first control. */
export function Page({ title, subtitle, actions, children, fill, keepFocus }: Props) {
  useTitle(title)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!keepFocus && arrived) heading.current?.focus({ preventScroll: true })
    arrived = true
  }, [title, keepFocus])
  return (
    <div className={styles.page} data-fill={fill || undefined}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
        </div>
        {actions && <div className={`${styles.actions} no-print`}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** The words of a button: beside its sign where there is room, else for ears alone. */
export const Wide = ({ children }: { children: ReactNode }) => <span className={styles.wide}>{children}</span>

/** A white pane with an optional title. */
export function Pane({ title, actions, children, flush }: { title?: string; actions?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={styles.pane} aria-label={title} data-flush={flush || undefined}>
      {title && (
        <header className={styles.paneHeader}>
          <h2>{title}</h2>
          {actions && <div className="push row">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}

export interface Fact { name: string; value: ReactNode }

/** Names and values, two columns, aligned. Empty ones are left out. */
export function Facts({ facts }: { facts: (Fact | false | '' | 0 | undefined | null)[] }) {
  const shown = facts.filter((fact): fact is Fact => !!fact && fact.value !== undefined && fact.value !== '' && fact.value !== null)
  return (
    <dl className={styles.facts}>
      {shown.map((fact) => (
        <div key={fact.name} className={styles.fact}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
