// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { GlassUse } from '@/api/types'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Checkbox } from '@mantine/core'
import { EmptyState } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import table from '@/ui/table.module.css'
import { ReviewDialog } from './ReviewDialog'
import { userName } from './glass'

/** Every time somebody opened a restricted record, and what the review found. */
export function GlassPage() {
  const [search, change] = useSearchState()
  const onlyOpen = search.all !== '1'
  const query = useQuery(q.glassUses(onlyOpen))
  const permission = useMay('review-glass')
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
                      <th scope="row">{userName(use)}</th>
                      <td><AppLink to={`${paths.chart(use.patient.id)}/ledger`}>{use.patient.name}</AppLink></td>
                      <td>{words(use.reason)}</td>
                      <td>{use.explanation}</td>
                      <td>{use.reviewed ? <Tag tone="good" icon="check">Reviewed</Tag> : <Act size="compact-xs" {...permission} aria-label={`Review the use by ${userName(use)}, ${at(use.at)}`} onClick={() => setReviewed(use)}>Review</Act>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
      {reviewed && <ReviewDialog use={reviewed} onClose={() => setReviewed(null)} />}
    </Page>
  )
}
