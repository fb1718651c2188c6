// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { GlassUse, WorkItem } from '@/api/types'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Checkbox } from '@mantine/core'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import table from '@/ui/table.module.css'
import { ReviewDialog } from './ReviewDialog'
import { useMayReview } from './GlassPanel'
import { useGlassReasons } from './useGlassReasons'
import { verdictOf } from './verdicts'

/** Every time somebody opened a restricted record, and what the review found. */
export function GlassPage() {
  const [search, change] = useSearchState()
  const onlyOpen = search.all !== '1'
  const query = useQuery(q.glassUses(onlyOpen))
  const sentence = useGlassReasons()
  const { data: waiting } = useQuery({ ...q.glassReviews(), enabled: useMay('read-worklists').allowed })
  const itemOf = (use: GlassUse) => waiting?.items.find((item) => item.subject.id === use.id)
  const [reviewed, setReviewed] = useState<GlassUse | null>(null)
  return (
    <Page title={t('Broken glass')} subtitle={t('Restricted records that were opened')} actions={<Checkbox label={t('Reviewed ones too')} checked={!onlyOpen} onChange={(event) => change({ all: event.currentTarget.checked ? '1' : undefined })} />}>
      <Loaded query={query} isEmpty={(uses) => !uses.length} empty={<EmptyState title={t('Nothing to review')}>{t('No restricted record was opened without a review.')}</EmptyState>}>
        {(uses) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Glass uses, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('When')}</th><th>{t('Who')}</th><th>{t('Patient')}</th><th>{t('Reason')}</th><th>{t('Explanation')}</th><th>{t('State')}</th></tr></thead>
                <tbody>
                  {uses.map((use) => (
                    <tr key={use.id}>
                      <td className="num">{at(use.at)}</td>
                      <th scope="row">{use.user}</th>
                      <td>{use.patient ? <AppLink to={`${paths.chart(use.patient.id)}/ledger`}>{use.patient.name}</AppLink> : t('closed to you')}</td>
                      <td>{sentence(use.reason)}</td>
                      <td>{use.explanation}</td>
                      <td><Outcome use={use} item={itemOf(use)} onReview={() => setReviewed(use)} /></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
      {reviewed && <ReviewDialog use={reviewed} item={itemOf(reviewed)} onClose={() => setReviewed(null)} />}
    </Page>
  )
}

function Outcome({ use, item, onReview }: { use: GlassUse; item?: WorkItem; onReview: () => void }) {
  const permission = useMayReview(use)
  const verdict = verdictOf(use.verdict)
  if (use.reviewed) return <><Tag tone={verdict?.tone ?? 'good'} icon={verdict?.icon ?? 'check'}>{verdict?.title ?? t('Reviewed')}</Tag> <span className="small">{use.finding}</span></>
  return (
    <span className="row">
      <Act size="compact-xs" {...permission} aria-label={t('Review the use by {name}, {when}', { name: use.user, when: at(use.at) })} onClick={onReview}>{t('Review')}</Act>
      {item && <AppLink className="small" to={paths.worklist('glass-review', { item: item.id })}>{t('What was opened')}</AppLink>}
      {item?.waiting_until && <Tag tone="warn" icon="clock">{t('again on {when}', { when: at(item.waiting_until) })}</Tag>}
    </span>
  )
}
