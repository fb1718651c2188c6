// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths, serverLink } from '@/paths'
import { Act } from '@/ui/Act'
import { EmptyState, Reason } from '@/ui/Empty'
import { at, count } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { done } from '@/ui/toasts'

/** The last comparison of orders, results, documents and encounters; every class leads to its items. */
export function ReconciliationPage() {
  const client = useQueryClient()
  const query = useQuery(q.reconciliation())
  const permission = useMay('manage-jobs')
  const run = useMutation({
    mutationFn: () => api.startJob('reconcile'),
    onSuccess: () => {
      done(t('Reconciliation started; its progress stands under Jobs.'))
      void client.invalidateQueries({ queryKey: ['jobs'] })
    },
  })
  return (
    <Page
      title={t('Reconciliation')}
      subtitle={query.data?.at ? t('Compared on {when}', { when: at(query.data.at) }) : undefined}
      actions={<Act {...permission} loading={run.isPending} onClick={() => run.mutate()}>{t('Run now')}</Act>}
    >
      <Loaded query={query} isEmpty={(report) => !report?.at} empty={<EmptyState icon="scale" title={t('Not run yet')}>{t('It runs every night; “Run now” starts it at once.')}</EmptyState>}>
        {(report) => (
          <>
            {report && (report.unexplained ? <Reason title={t('{n, plural, one {# item not explained} other {# items not explained}}', { n: report.unexplained })}>{t('The target at 06:00 is none. Each is closed with a reason.')}</Reason> : <Reason tone="good" title={t('Everything is accounted for')}>{t('No item is unexplained.')}</Reason>)}
            <Pane flush>
              <table className={table.table}>
                <thead><tr><th>{t('Class')}</th><th>{t('Open')}</th></tr></thead>
                <tbody>
                  {report?.classes.map((one) => (
                    <tr key={one.code}>
                      <th scope="row"><AppLink to={serverLink(one.link) ?? paths.worklist('reconciliation', { reason: one.code })}><Said>{one.title}</Said></AppLink></th>
                      <td className="num">{count(one.open)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Pane>
          </>
        )}
      </Loaded>
    </Page>
  )
}
