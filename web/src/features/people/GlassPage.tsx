// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { GlassUse, WorkItem } from '@/api/types'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Checkbox } from '@mantine/core'
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
    <Page title="Broken glass" subtitle="Restricted records that were opened" actions={<Checkbox label="Reviewed ones too" checked={!onlyOpen} onChange={(event) => change({ all: event.currentTarget.checked ? '1' : undefined })} />}>
      <Loaded query={query} isEmpty={(uses) => !uses.length} empty={<EmptyState title="Nothing to review">No restricted record was opened without a review.</EmptyState>}>
        {(uses) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label="Glass uses, table">
              <table className={table.table}>
                <thead><tr><th>When</th><th>Who</th><th>Patient</th><th>Reason</th><th>Explanation</th><th>State</th></tr></thead>
                <tbody>
                  {uses.map((use) => (
                    <tr key={use.id}>
                      <td className="num">{at(use.at)}</td>
                      <th scope="row">{use.user}</th>
                      <td>{use.patient ? <AppLink to={`${paths.chart(use.patient.id)}/ledger`}>{use.patient.name}</AppLink> : 'closed to you'}</td>
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
  if (use.reviewed) return <><Tag tone={verdict?.tone ?? 'good'} icon={verdict?.icon ?? 'check'}>{verdict?.title ?? 'Reviewed'}</Tag> <span className="small">{use.finding}</span></>
  return (
    <span className="row">
      <Act size="compact-xs" {...permission} aria-label={`Review the use by ${use.user}, ${at(use.at)}`} onClick={onReview}>Review</Act>
      {item && <AppLink className="small" to={paths.worklist('glass-review', { item: item.id })}>What was opened</AppLink>}
      {item?.waiting_until && <Tag tone="warn" icon="clock">again on {at(item.waiting_until)}</Tag>}
    </span>
  )
}
