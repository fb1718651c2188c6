// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { IndexFigures, IndexPerson, NewDuplicate } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { at, count, day, dayAfter, decimals, words } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import styles from './FiguresPage.module.css'

const rate = (part: number) => `${decimals(part * 100, 2)} %`

/** `message:A40` is a merge that registration told; anything else is coded in words. */
const madeBy = (reason: string) => (reason.startsWith('message:') ? t('by the message {trigger}', { trigger: reason.slice('message:'.length) }) : words(reason))

/** How good the index is: how many records look like duplicates now, how many registration makes, and the list behind each. */
export function FiguresPage() {
  const [search, change] = useSearchState()
  const period = { from: search.from ?? dayAfter(-30), until: search.until ?? dayAfter(0) }
  const query = useQuery(q.indexFigures(period))
  return (
    <Page title={t('Duplicate figures')} subtitle={t('Possible duplicates now, and those that registration makes')}>
      <div className={`${styles.period} no-print`} role="group" aria-label={t('Period')}>
        <TextInput label={t('From')} type="date" value={period.from} max={period.until} onChange={(event) => change({ from: event.currentTarget.value || undefined })} />
        <TextInput label={t('Until')} type="date" value={period.until} min={period.from} onChange={(event) => change({ until: event.currentTarget.value || undefined })} />
      </div>
      <Loaded query={query} loading={<Lines count={6} />}>
        {(figures) => (
          <div className={styles.figures}>
            <Now figures={figures} />
            <Made figures={figures} />
            <Decided figures={figures} />
          </div>
        )}
      </Loaded>
      <Behind period={period} />
    </Page>
  )
}

/** The goal is a rule of the site: shown beside the rate; nothing is decided by it. */
function Rate({ value, title, goal }: { value: number; title: string; goal?: number }) {
  if (goal === undefined) return <p className={styles.rate}><strong>{rate(value)}</strong><span className="read-only-by-ear">{title}</span></p>
  const good = value <= goal
  return (
    <p className={styles.rate} data-good={good || undefined}>
      <Icon name={good ? 'check' : 'warning'} size={20} />
      <strong>{rate(value)}</strong>
      <span className="read-only-by-ear">{title}</span>
      <span className="soft small">{good ? t('within the goal of {rate}', { rate: rate(goal) }) : t('over the goal of {rate}', { rate: rate(goal) })}</span>
    </p>
  )
}

function Now({ figures }: { figures: IndexFigures }) {
  return (
    <Pane title={t('Duplicate error rate')} actions={<AppLink className="small" to={paths.worklist('identity')}>{t('The list behind it')}</AppLink>}>
      <Rate value={figures.duplicate_error_rate} title={t('duplicate error rate')} goal={figures.goals?.duplicate_error_rate} />
      <p className="small">
        {t('{n, plural, one {# record} other {# records}} in {sets, plural, one {# set} other {# sets}} of possible duplicates, of {all, plural, one {# record} other {# records}}.', { n: figures.in_sets, sets: figures.sets, all: figures.records })}{' '}
        {t('{n, plural, one {# pair waits} other {# pairs wait}} for a person; the largest set has {largest}.', { n: figures.open_pairs, largest: figures.largest_set })}
      </p>
      {!figures.ready && <p className="soft small" role="status">{t('The index is still being read in; changes of the last minutes may be missing.')}</p>}
    </Pane>
  )
}

function Made({ figures }: { figures: IndexFigures }) {
  return (
    <Pane title={t('Creation rate')} actions={<a className="small" href="#new-duplicates">{t('The list behind it')}</a>}>
      <Rate value={figures.creation_rate} title={t('creation rate')} goal={figures.goals?.creation_rate} />
      <p className="small">
        {t('{n, plural, one {# confirmed new duplicate} other {# confirmed new duplicates}} of {all, plural, one {# registration} other {# registrations}}, from {from} until {until}.', { n: figures.new_duplicates, all: figures.registrations, from: at(figures.from), until: at(figures.until) })}
      </p>
    </Pane>
  )
}

function Decided({ figures: { decided } }: { figures: IndexFigures }) {
  const rows = [
    { title: t('Merged'), value: decided.merged, state: 'merged' },
    { title: t('Not a match'), value: decided.not_a_match, state: 'not-a-match' },
    { title: t('Withdrawn after a correction'), value: decided.withdrawn, state: 'withdrawn' },
  ]
  return (
    <Pane title={t('Decided in this time')}>
      <ul className={styles.decided}>
        {rows.map((row) => (
          <li key={row.state}><AppLink to={paths.worklist('identity', { state: row.state, sort: '-changed_at' })}>{row.title}</AppLink><strong className="num">{count(row.value)}</strong></li>
        ))}
      </ul>
    </Pane>
  )
}

/** The records behind the creation rate: who was registered though there was a number already. */
function Behind({ period }: { period: { from: string; until: string } }) {
  const { allowed, why } = useMay('read-record')
  const query = useQuery({ ...q.newDuplicates(period), enabled: allowed })
  return (
    <div id="new-duplicates" tabIndex={-1}>
      <Pane title={t('Confirmed new duplicates')} flush>
        {!allowed ? (
          <EmptyState icon="lock" title={t('Not open to you')}>{why}</EmptyState>
        ) : (
          <Loaded query={query} isEmpty={(list) => !list.items.length} empty={<EmptyState title={t('None in this time')}>{t('Nobody who was registered then has been merged with an older record.')}</EmptyState>}>
            {(list) => (
              <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Confirmed new duplicates, table')}>
                <table className={table.table}>
                  <thead><tr><th>{t('Registered')}</th><th>{t('New number')}</th><th>{t('Had already')}</th><th>{t('Merged')}</th><th>{t('Comparison')}</th></tr></thead>
                  <tbody>{list.items.map((one) => <Row key={one.newer.id} one={one} />)}</tbody>
                </table>
              </div>
            )}
          </Loaded>
        )}
      </Pane>
    </div>
  )
}

function Row({ one }: { one: NewDuplicate }) {
  return (
    <tr>
      <td className="num">{at(one.newer.registered_at)}</td>
      <th scope="row"><Person person={one.newer} /></th>
      <td><Person person={one.older} /></td>
      <td>{at(one.merged_at)} <span className="soft">{madeBy(one.reason)}</span></td>
      <td>{one.item && <AppLink to={paths.worklist('identity', { item: one.item, closed: '1' })}>{t('Compare')}<span className="read-only-by-ear"> {one.newer.mrn}</span></AppLink>}</td>
    </tr>
  )
}

function Person({ person }: { person: IndexPerson }) {
  return <AppLink to={paths.chart(person.id)}><span className="mono">{person.mrn}</span> {person.name}, {day(person.birth_date)}</AppLink>
}
