// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { GlassUse, LedgerEntry } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { atSecond, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'

const isDocument = (kind: string) => kind === 'DocumentReference' || kind === 'DiagnosticReport'

/** What was looked at while the glass was broken, from the ledger, in its order. */
export function Opened({ use }: { use: GlassUse }) {
  const { allowed, why } = useMay('read-ledger')
  const query = useQuery({ ...q.deeds(use.patient?.id ?? '', use.user_id, use.at, use.until), enabled: allowed && !!use.patient })
  if (!allowed) return <Pane title={t('What was opened')}><p className="soft small">{why}</p></Pane>
  const found = query.data ? t('What was opened: {n, plural, one {# entry} other {# entries}}', { n: query.data.total }) : t('What was opened')
  return (
    <Pane title={found} flush>
      <Loaded query={query} loading={<Lines count={3} />} isEmpty={(list) => !list.items.length} empty={<EmptyState title={t('Nothing was opened')}>{t('The ledger holds no look at this record in that time.')}</EmptyState>}>
        {(list) => (
          <div className={table.scroll} tabIndex={0} role="region" aria-label={t('What was opened, table')}>
            <table className={table.table}>
              <thead><tr><th>{t('When')}</th><th>{t('Act')}</th><th>{t('Of')}</th><th>{t('Where')}</th></tr></thead>
              <tbody>{list.items.map((entry) => <Deed key={entry.id} entry={entry} />)}</tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Pane>
  )
}

function Deed({ entry: { at, act, subject, workstation } }: { entry: LedgerEntry }) {
  return (
    <tr>
      <td className="num">{atSecond(at)}</td>
      <th scope="row">{words(act)}</th>
      <td>{isDocument(subject.kind) && subject.id ? <AppLink to={paths.document(subject.id)}>{words(subject.kind)} {subject.id}</AppLink> : <>{words(subject.kind)} <span className="mono soft">{subject.id}</span></>}</td>
      <td>{workstation}</td>
    </tr>
  )
}
