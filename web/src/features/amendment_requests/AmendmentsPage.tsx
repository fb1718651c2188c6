// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { day, due } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Facts, Page, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { Tabs } from '@/ui/Tabs'
import table from '@/ui/table.module.css'
import { decisionWords } from './words'

/** What patients asked to amend: what is due first, and how soon the hospital answers. */
export function AmendmentsPage() {
  const [search, change] = useSearchState()
  const { data: open } = useQuery(q.amendments())
  const to = (tab?: string) => change({ tab })
  useHotkeys(t('Amendment requests'), [
    { keys: '1', label: t('Open'), run: () => to() },
    { keys: '2', label: t('Figures'), run: () => to('figures') },
  ])
  return (
    <Page title={t('Amendment requests')} keepFocus>
      <Tabs
        label={t('Amendment requests')}
        current={search.tab ?? 'open'}
        onChange={(tab) => to(tab === 'open' ? undefined : tab)}
        tabs={[
          { id: 'open', title: t('Open'), count: open?.total, content: () => <OpenTab /> },
          { id: 'figures', title: t('Figures'), content: () => <FiguresTab /> },
        ]}
      />
    </Page>
  )
}

function OpenTab() {
  const query = useQuery(q.amendments())
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nobody waits for an answer')}>{t('A request is entered where its entry is read: open the document and press Shift+A.')}</EmptyState>}>
      {({ items }) => (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Open requests')}>
          <table className={table.table}>
            <thead><tr><th scope="col">{t('Patient')}</th><th scope="col">{t('Received on')}</th><th scope="col">{t('State')}</th><th scope="col">{t('Next step due')}</th><th scope="col">{t('To be decided by')}</th><th scope="col">{t('What is asked')}</th></tr></thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td><AppLink to={paths.worklist('amendment-request', { item: one.item })}>{one.patient?.name ?? t('Patient')}</AppLink></td>
                  <td>{day(one.received_on)}</td>
                  <td><Said>{one.state_title}</Said></td>
                  <td>{one.due_at ? due(one.due_at) : '–'}</td>
                  <td>{one.undecided ? day(one.last_day) : decisionWords(one.decision?.code ?? '')}</td>
                  <td>{one.wanted}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Loaded>
  )
}

function FiguresTab() {
  const query = useQuery(q.amendmentFigures())
  return (
    <Loaded query={query}>
      {(figures) => {
        const decided = figures.accepted + figures.in_part + figures.denied
        return (
          <div className="stack">
            <Pane title={t('The last year')}>
              <Facts facts={[
                { name: t('Received'), value: String(figures.received) },
                { name: t('Decided in time'), value: decided ? `${figures.decided_in_time}/${decided}` : '–' },
                { name: t('Median days to the decision'), value: figures.median_days === undefined ? '–' : String(figures.median_days) },
                { name: t('Accepted, in part, denied'), value: `${figures.accepted}, ${figures.in_part}, ${figures.denied}` },
                { name: t('With more time'), value: String(figures.extended) },
                { name: t('Statements of disagreement'), value: String(figures.statements) },
                { name: t('Open, past the last day'), value: `${figures.open}, ${figures.overdue}` },
              ]} />
            </Pane>
            <Pane title={t('The requests behind these numbers')}>
              <ul>{figures.items.map((one) => <li key={one.id}><AppLink to={paths.worklist('amendment-request', { item: one.item, closed: one.closed_at ? '1' : undefined })}>{day(one.received_on)}</AppLink>: {said(one.state_title)}{one.decided_at && ` ${day(one.decided_at)}`}</li>)}</ul>
            </Pane>
          </div>
        )
      }}
    </Loaded>
  )
}
