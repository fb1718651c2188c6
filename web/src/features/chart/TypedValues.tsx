// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import styles from './ChartPage.module.css'

/** What stands in this chart because somebody typed it from a note, each with its page. */
export function TypedValues({ patient }: { patient: string }) {
  const query = useQuery(q.typedValues(patient))
  return (
    <div className={styles.padded}>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="document" title={t('Nothing was typed from notes')} />}>
        {({ items }) => (
          <Pane title={t('Typed from notes')} flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Typed from notes, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Field')}</th><th>{t('Value')}</th><th>{t('Note')}</th><th>{t('By, when')}</th></tr></thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={`${one.resource.id} ${one.value.field} ${one.value.row}`}>
                      <th scope="row">{said(one.field_title)}</th>
                      <td>{[one.value.text, one.value.code, one.value.side, one.value.since, one.value.detail].filter(Boolean).join(' · ')} {one.retracted && <Tag tone="bad">{t('retracted')}</Tag>}{!one.made && <Tag tone="info">{t('ended another one')}</Tag>}</td>
                      <td><AppLink to={paths.chartDocument(patient, one.document.id)}>{one.title}</AppLink>{one.value.source && <>, <AppLink to={paths.dataEntryOf(one.entry)}>{t('page {n}', { n: one.value.source.page })}</AppLink></>}</td>
                      <td>{one.value.by.name}<br /><span className="num">{at(one.value.at)}</span></td>
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
