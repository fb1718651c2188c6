// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { Balance } from './Balance'
import { Reading } from './Reading'

/** A batch beside its queue: its numbers, and the way to the desk. */
export function ScanBatchPanel({ item }: { item: WorkItem }) {
  const go = useGo()
  const query = useQuery(q.scanBatch(item.subject.id))
  useHotkeys(t('Batch'), [{ keys: 'p', label: t('Open the batch'), run: () => go(paths.scanBatch(item.subject.id)) }])
  return (
    <Loaded query={query}>
      {(batch) => (
        <div className="stack">
          <AppLink to={paths.scanBatch(batch.id)}>{t('Open the batch')}</AppLink>
          <Reading reading={batch.reading} />
          <Balance balance={batch.balance} />
        </div>
      )}
    </Loaded>
  )
}
