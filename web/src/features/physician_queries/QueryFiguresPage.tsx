// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at, percent } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Page, Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'

const share = (part: number, of: number) => (of ? `${percent(part / of)} (${part}/${of})` : '–')

/** How many questions were asked, answered and agreed with, and how soon; the list behind each number. */
export function QueryFiguresPage() {
  const query = useQuery(q.queryFigures())
  return (
    <Page title={t('Figures of questions')}>
      <Loaded query={query} isEmpty={(data) => !data.sent} empty={<EmptyState icon="message" title={t('No question was sent in the last 90 days')} />}>
        {(figures) => (
          <div className="stack">
            <Pane title={t('The last 90 days')}>
              <Facts facts={[
                { name: t('Sent'), value: String(figures.sent) },
                { name: t('Answered'), value: share(figures.answered, figures.sent) },
                { name: t('Agreed, of those answered'), value: share(figures.agreed, figures.answered) },
                { name: t('Not agreed, left open'), value: `${figures.disagreed}, ${figures.undetermined}` },
                { name: t('Median hours to the answer'), value: figures.median_minutes === undefined ? '–' : String(Math.round(figures.median_minutes / 6) / 10) },
                { name: t('Open, past due'), value: `${figures.open}, ${figures.overdue}` },
              ]} />
            </Pane>
            <Pane title={t('The questions behind these numbers')}>
              <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Figures of questions')}>
                <table className={table.table}>
                  <thead><tr><th scope="col">{t('Title')}</th><th scope="col">{t('Whom')}</th><th scope="col">{t('Sent')}</th><th scope="col">{t('Answered')}</th></tr></thead>
                  <tbody>
                    {figures.items.map((one) => (
                      <tr key={one.id}>
                        <td><AppLink to={paths.worklist('physician-query', { item: one.item, closed: '1' })}>{one.title || t('Without a title')}</AppLink></td>
                        <td>{one.to?.name}</td>
                        <td>{at(one.sent_at)}</td>
                        <td>{at(one.answered_at)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Pane>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
