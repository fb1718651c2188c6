// SPDX-License-Identifier: Apache-2.0
import styles from './KeyHint.module.css'

const names: Record<string, string> = {
  mod: typeof navigator !== 'undefined' && /Mac/.test(navigator.platform) ? '⌘' : 'Ctrl', shift: 'Shift', alt: 'Alt',
  arrowdown: '↓', arrowup: '↑', arrowleft: '←', arrowright: '→', enter: 'Enter', escape: 'Esc', space: 'Space', home: 'Home', end: 'End', pagedown: 'PgDn',
}
const label = (key: string) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)

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
