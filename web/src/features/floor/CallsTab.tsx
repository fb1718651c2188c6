// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { StatCall } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { CallForm, CallLog } from './CallForm'

/** STAT results that are told by telephone; what nobody read back stays open. */
export function CallsTab() {
  const query = useQuery({ ...q.statCalls(), refetchInterval: 30_000 })
  return (
    <Loaded query={query} isEmpty={(list) => !list.items.length} empty={<EmptyState icon="check" title={t('No STAT result must be told')}>{t('Results of STAT orders come by themselves for the wards that ask for calls.')}</EmptyState>}>
      {(list) => <div className="stack">{list.items.map((call) => <Call key={call.id} call={call} />)}</div>}
    </Loaded>
  )
}

function Call({ call }: { call: StatCall }) {
  return (
    <Pane title={`${call.ward || t('On no ward of this house')} ${call.room} · ${call.title}`}>
      <CallLog call={call} />
      {call.open && <CallForm call={call} />}
    </Pane>
  )
}
