// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import styles from './KeyHint.module.css'

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform)
// As they are printed on the keys, and as they are spoken.
const names: Record<string, [printed: string, spoken: string]> = {
  mod: isMac ? ['⌘', t('Command')] : [t('Ctrl'), t('Control')], shift: [t('Shift'), t('Shift')], alt: [t('Alt'), t('Alt')],
  arrowdown: ['↓', t('Arrow down')], arrowup: ['↑', t('Arrow up')], arrowleft: ['←', t('Arrow left')], arrowright: ['→', t('Arrow right')],
  enter: [t('Enter'), t('Enter')], escape: [t('Esc'), t('Escape')], space: [t('Space'), t('Space')], home: [t('Home'), t('Home')], end: [t('End'), t('End')],
  pagedown: [t('PgDn'), t('Page down')],
}
const label = (key: string) => names[key]?.[0] ?? (key.length === 1 ? key.toUpperCase() : key)

/** The keys of a shortcut in words, for a screen reader. */
export const keysAloud = (keys: string) => keys.split(' ').map((stroke) => stroke.split(/\+(?!$)/).map((key) => names[key]?.[1] ?? key).join(' ')).join(', ')

/** The keys of a shortcut, drawn as keys. Decoration beside a label: screen readers get the label. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {keys.split(' ').map((stroke, index) => (
        <span key={index} className={styles.stroke}>
          {stroke.split(/\+(?!$)/).map((key) => <kbd key={key} className={styles.key}>{label(key)}</kbd>)}
        </span>
      ))}
    </span>
  )
}
