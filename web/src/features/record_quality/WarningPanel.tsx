// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { RecordWarning, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Lines, Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'

const checks: Record<RecordWarning['check'], string> = { laterality: t('Two sides'), sex: t('Another sex than recorded'), age: t('Another age than recorded'), 'copied-text': t('Copied text'), 'missing-elements': t('Parts are missing') }

/** What a document says wrongly, in its own words; a person judges it, and nobody owes anything by it. */
export function WarningPanel({ item }: { item: WorkItem }) {
  const query = useQuery(q.warningOfItem(item.id))
  return (
    <Loaded query={query} loading={<Lines count={6} label={t('Loading the warning')} />}>
      {(one) => (
        <div className="stack">
          <Pane title={checks[one.check]}>
            <p><Said>{one.says}</Said></p>
            <ul aria-label={t('The words that are meant')}>
              {one.quotes.map((quote, index) => <li key={index}>“{quote.words}” <AppLink to={paths.document(quote.document.id)}>{t('{title}, page {page}', { title: quote.title, page: quote.page })}</AppLink></li>)}
            </ul>
            <p className="soft small">{t('A machine read this. It is a warning to you and nobody’s deficiency.')} <span className="mono">{one.rule}</span></p>
          </Pane>
          {one.closed_at && <Reason tone="info"><Said>{one.state_title}</Said>{one.reason && <>: <Said>{one.reason}</Said></>}</Reason>}
        </div>
      )}
    </Loaded>
  )
}
