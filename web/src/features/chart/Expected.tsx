// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at, due, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import styles from './ChartPage.module.css'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What the orders and visits of this patient should still yield. */
export function Expected({ patient }: { patient: string }) {
  const query = useQuery(q.expected(patient))
  return (
    <div className={styles.padded}>
      <Loaded query={query} isEmpty={(list) => !list.items.length} empty={<EmptyState title={t('Nothing is expected')}>{t('Every order of this patient has its record.')}</EmptyState>}>
        {(list) => (
          <Pane title={t('Expected records')} flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Expected records, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Record')}</th><th>{t('From')}</th><th>{t('Ordered by')}</th><th>{t('Due')}</th><th>{t('State')}</th></tr></thead>
                <tbody>
                  {list.items.map((item) => (
                    <tr key={item.id}>
                      <th scope="row"><AppLink to={paths.worklist(item.kind, { item: item.id })}>{text(item.detail.document) || text(item.detail.title) || text(item.detail.service) || words(item.kind)}</AppLink></th>
                      <td>{text(item.detail.department)}</td>
                      <td>{text(item.detail.ordered_by)}</td>
                      <td>{item.due_at && <>{at(item.due_at)} {!item.closed_at && <Tag tone={item.overdue ? 'bad' : 'plain'} icon={item.overdue ? 'warning' : undefined}>{due(item.due_at)}</Tag>}</>}</td>
                      <td>{item.state_title}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
    </div>
  )
}
