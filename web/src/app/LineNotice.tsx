// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { onPace, paceNow } from '@/api/pace'
import { t } from '@/i18n'
import { Icon } from '@/ui/icons'
import styles from './LineNotice.module.css'

/** Says that the line is slow or gone, so that nobody takes waiting for an answer. */
export function LineNotice() {
  const client = useQueryClient()
  const pace = useSyncExternalStore(onPace, paceNow)
  return (
    <div role="status" className="no-print">
      {pace !== 'good' && (
        <p className={styles.notice} data-pace={pace}>
          <Icon name={pace === 'slow' ? 'clock' : 'warning'} size={14} />
          {pace === 'slow' ? t('The line is slow: answers take long. What you typed is kept.') : t('The server does not answer. What is shown may be old; what you typed is kept.')}
          {pace === 'gone' && <Button size="compact-xs" onClick={() => void client.refetchQueries({ type: 'active' })}>{t('Try again')}</Button>}
        </p>
      )}
    </div>
  )
}
