// SPDX-License-Identifier: Apache-2.0
import type { ScanBatchRow } from '@/api/types'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import styles from './Reading.module.css'

/** How far the reading of the pages is; nothing when it is over. */
export function Reading({ reading }: { reading: ScanBatchRow['reading'] }) {
  if (reading.state === 'failed') return <div role="alert"><Reason tone="bad" title={t('The pages could not be read')}><Said>{reading.problem}</Said></Reason></div>
  if (reading.state !== 'waiting' && reading.state !== 'running') return null
  return (
    <div className={styles.reading} role="status">
      <span className="small">{reading.total ? t('Pages are read: {at} of {total}', { at: reading.done, total: reading.total }) : t('The file waits to be opened.')}</span>
      <progress value={reading.total ? reading.done : undefined} max={reading.total || undefined} aria-label={t('Reading of the pages')} />
    </div>
  )
}
