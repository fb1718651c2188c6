// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { DataEntryLine } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at, day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo, useSearchState } from '@/ui/navigate'
import { Facts, Page, Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import { Tabs } from '@/ui/Tabs'

/** Notes that wait to be typed, typed again or verified; and how quickly and rightly it is done. */
export function DataEntryPage() {
  const [search, change] = useSearchState()
  const go = useGo()
  const query = useQuery(q.dataEntryDesk())
  const desk = query.data
  const to = (tab?: string) => change({ tab })
  const first = (search.tab === 'verify' ? desk?.to_verify : search.tab === 'again' ? desk?.to_type_again : desk?.to_type)?.[0]
  useHotkeys(t('Data entry'), [
    { keys: '1', label: t('To type'), run: () => to() },
    { keys: '2', label: t('To type a second time'), run: () => to('again') },
    { keys: '3', label: t('To verify'), run: () => to('verify') },
    { keys: '4', label: t('Figures'), run: () => to('figures') },
    ...(first && search.tab !== 'figures' ? [{ keys: 'o', label: t('Open the first'), run: () => go(paths.dataEntryOf(first.id)) }] : []),
  ])
  const waiting = (lines: DataEntryLine[] | undefined, none: string) => <Loaded query={query}>{() => <Waiting lines={lines ?? []} none={none} />}</Loaded>
  return (
    <Page title={t('Data entry')} keepFocus>
      <Tabs
        label={t('Data entry')}
        current={search.tab ?? 'type'}
        onChange={(tab) => to(tab === 'type' ? undefined : tab)}
        tabs={[
          { id: 'type', title: t('To type'), count: desk?.to_type.length, content: () => waiting(desk?.to_type, t('No note waits to be typed')) },
          { id: 'again', title: t('To type a second time'), count: desk?.to_type_again.length, content: () => waiting(desk?.to_type_again, t('No note waits to be typed a second time')) },
          { id: 'verify', title: t('To verify'), count: desk?.to_verify.length, content: () => waiting(desk?.to_verify, t('Nothing waits to be verified')) },
          { id: 'figures', title: t('Figures'), content: () => <Figures /> },
        ]}
      />
    </Page>
  )
}

function Waiting({ lines, none }: { lines: DataEntryLine[]; none: string }) {
  if (lines.length === 0) return <EmptyState icon="check" title={none} />
  return <Pane title={t('Notes')} flush><Lines lines={lines} /></Pane>
}

function Lines({ lines }: { lines: DataEntryLine[] }) {
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Notes, table')}>
      <table className={table.table}>
        <thead><tr><th>{t('Note')}</th><th>{t('Patient')}</th><th>{t('Visit')}</th><th>{t('State')}</th><th>{t('Typed by')}</th></tr></thead>
        <tbody>
          {lines.map((one) => (
            <tr key={one.id}>
              <th scope="row"><AppLink to={paths.dataEntryOf(one.id)}>{one.title}</AppLink></th>
              <td>{one.patient && <>{one.patient.name}<br /><span className="soft num">{day(one.patient.birth_date)} · {one.patient.mrn}</span></>}</td>
              <td className="num">{one.visit_at && at(one.visit_at)}</td>
              <td>{said(one.state_title)}{one.returned_for && one.state === 'returned' && <><br /><span className="soft small">{said(one.returned_for)}</span></>}</td>
              <td>{one.entered_by?.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const perMille = (value: number | undefined) => (value === undefined ? t('nothing was typed twice yet') : `${value / 10} %`)
const hours = (minutes: number | undefined) => (minutes === undefined ? '–' : t('{n} h', { n: Math.round(minutes / 6) / 10 }))

function Figures() {
  const query = useQuery(q.dataEntryFigures())
  return (
    <Loaded query={query}>
      {(figures) => (
        <div className="stack">
          <Pane title={t('In the last 90 days')}>
            <Facts facts={[
              { name: t('Posted'), value: String(figures.posted) },
              { name: t('Open'), value: String(figures.open) },
              { name: t('From the visit to the chart, median'), value: hours(figures.median_minutes) },
              { name: t('Within {n} hours', { n: figures.lag_goal_hours }), value: `${figures.within_goal}/${figures.posted}` },
              { name: t('Typed twice'), value: String(figures.typed_twice) },
              { name: t('Fields that agree'), value: `${perMille(figures.accuracy_per_thousand)} (${figures.agreed}/${figures.compared})` },
              { name: t('Goal'), value: perMille(figures.accuracy_goal_per_thousand) },
              { name: t('Sent back'), value: String(figures.returned) },
            ]} />
          </Pane>
          {figures.items.length > 0 && <Pane title={t('What stands behind the numbers')} flush><Lines lines={figures.items} /></Pane>}
        </div>
      )}
    </Loaded>
  )
}
