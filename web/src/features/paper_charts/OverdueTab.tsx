// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at, due } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import styles from './Paper.module.css'

/** Volumes past due, the longest first: who has them answers for them. */
export function OverdueTab() {
  const query = useQuery(q.paperOverdue())
  const { data: figures } = useQuery(q.paperFigures())
  return (
    <div className="stack">
      {figures && (
        <Pane title={t('The last 30 days')}>
          <Facts facts={[
            { name: t('Asked for'), value: String(figures.asked) },
            { name: t('Filled in time'), value: figures.asked ? `${Math.round((figures.filled_in_time * 100) / figures.asked)} %` : '–' },
            { name: t('STAT, minutes in the median'), value: String(figures.stat_minutes_median) },
            { name: t('Routine, minutes in the median'), value: String(figures.routine_minutes_median) },
            { name: t('Charged out'), value: String(figures.out) },
            { name: t('Past due'), value: String(figures.overdue) },
            { name: t('Missing'), value: String(figures.missing) },
          ]} />
        </Pane>
      )}
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Every loan is in time')} />}>
        {({ items }) => (
          <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Volumes past due')}>
            <table className={styles.table}>
              <thead><tr><th scope="col">{t('Filed as')}</th><th scope="col">{t('Who has it')}</th><th scope="col">{t('Since')}</th><th scope="col">{t('Past due')}</th></tr></thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td><AppLink to={paths.paperVolume(one.barcode)} className={styles.number}>{one.filed_as}</AppLink> {t('vol. {n}', { n: one.number })}</td>
                    <td>{one.place?.path}</td>
                    <td>{at(one.since)}</td>
                    <td>{due(one.due_at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </div>
  )
}
