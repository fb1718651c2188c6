// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState, Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'

/** Who may be suspended, who is, and who was: the committee approves, the record lifts. */
export function SuspensionsTab() {
  const client = useQueryClient()
  const waives = useMay('waive-work')
  const letters = useQuery(q.completionLetters())
  const query = useQuery(q.suspensions())
  const approve = useMutation({
    mutationFn: (key: string) => api.approveSuspension({ key }),
    meta: { quiet: true },
    onSuccess: () => {
      done(t('The suspension stands until what is owed is done.'))
      void client.invalidateQueries({ queryKey: ['deficiencies'] })
    },
  })
  const proposed = letters.data?.items.filter((one) => one.suspends && !one.is_suspended) ?? []
  return (
    <div className="stack">
      <div role="alert">{approve.error && <Reason tone="bad"><Said>{asProblem(approve.error).message}</Said></Reason>}</div>
      {proposed.length > 0 && (
        <Pane title={t('For the committee to decide')}>
          <ul className="stack small">
            {proposed.map((one) => <li key={one.key} className="row">{one.name || one.key}, {t('{n} days owed', { n: one.longest_days })} <Act size="compact-sm" {...waives} onClick={() => approve.mutate(one.key)}>{t('Approve the suspension')}</Act></li>)}
          </ul>
        </Pane>
      )}
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nobody is suspended')} />}>
        {({ items }) => (
          <Pane title={t('Suspensions')}>
            <ul className="stack small">
              {items.map((one) => <li key={one.id}>{one.name || one.key} <span className="soft">{[t('since {when}', { when: at(one.approved_at) }), one.approved_by?.name, one.lifted_at && t('lifted {when}, by itself', { when: at(one.lifted_at) })].filter(Boolean).join(', ')}</span></li>)}
            </ul>
          </Pane>
        )}
      </Loaded>
    </div>
  )
}
