// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { Lines } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { CallForm, CallLog } from './CallForm'

/** A STAT result in its queue: who was called, and the form for the next call. */
export function StatCallPanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.callOfItem(item.id, item.version))
  return (
    <Loaded query={query} loading={<Lines count={4} />}>
      {(call) => <Pane title={t('STAT result by telephone')}><CallLog call={call} />{call.open && <CallForm call={call} onDone={onDone} />}</Pane>}
    </Loaded>
  )
}
