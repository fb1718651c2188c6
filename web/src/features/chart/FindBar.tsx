// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { t } from '@/i18n'
import { Icon } from '@/ui/icons'
import styles from './DocumentReader.module.css'
import { isAsked } from './find'
import type { Find } from './useFind'

/** The box above the page: Enter goes to the next hit, Shift+Enter to the one before, Escape closes. */
export function FindBar({ find }: { find: Find }) {
  if (!find.isOpen) return null
  const said = !isAsked(find.asked) ? '' : find.count ? t('{at} of {total}', { at: find.at + 1, total: find.count }) : t('Not in this document')
  return (
    <div className={`${styles.find} no-print`} role="search" aria-label={t('In this document')}>
      <Icon name="search" size={13} />
      <input
        ref={find.field}
        className={styles.findField}
        aria-label={t('Find in the document')}
        autoFocus={!find.came}
        value={find.typed}
        onChange={(event) => find.ask(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          event.preventDefault()
          if (event.key === 'Escape') find.close()
          else find.step(event.shiftKey ? -1 : 1)
        }}
      />
      <span className="soft num" role="status">{said}</span>
      <span className="push row">
        <ActionIcon size="sm" aria-label={t('Previous hit')} title={t('Previous (Shift+Enter)')} disabled={!find.count} onClick={() => find.step(-1)}><Icon name="up" size={13} /></ActionIcon>
        <ActionIcon size="sm" aria-label={t('Next hit')} title={t('Next (Enter)')} disabled={!find.count} onClick={() => find.step(1)}><Icon name="down" size={13} /></ActionIcon>
        <ActionIcon size="sm" aria-label={t('Close the search')} title={t('Close (Esc)')} onClick={find.close}><Icon name="close" size={13} /></ActionIcon>
      </span>
    </div>
  )
}
