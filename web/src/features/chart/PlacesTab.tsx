// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import styles from './ChartPage.module.css'

/** Every place that somebody marked in this chart. */
export function PlacesTab({ patient }: { patient: string }) {
  const query = useQuery(q.placesIn(patient))
  return (
    <div className={styles.padded}>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="document" title={t('No page is marked')}>{t('Open a document and press h to mark a page with a comment.')}</EmptyState>}>
        {({ items }) => (
          <Pane title={t('Marked places')} flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Marked places, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Document')}</th><th>{t('Page')}</th><th>{t('Comment')}</th><th>{t('By, when')}</th></tr></thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.id}><th scope="row"><AppLink to={paths.chartDocument(patient, one.document.id)}>{one.title}</AppLink></th><td className="num">{one.page}</td><td>{one.comment}</td><td>{one.by.name}<br /><span className="num">{at(one.at)}</span></td></tr>
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
