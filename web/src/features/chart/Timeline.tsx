// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { q, rowsOf } from '@/api/queries'
import type { EntryKind, Patient, RecordMove, TimelineEntry } from '@/api/types'
import { t } from '@/i18n'
import { DataGrid, type Column } from '@/ui/DataGrid'
import { EmptyState } from '@/ui/Empty'
import { brief, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { listKeys } from '@/ui/list_keys'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { Said } from '@/ui/Said'
import { isNarrowScreen } from '@/ui/narrow'
import { useSearchState } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { useRest } from '@/ui/useRest'
import styles from './ChartPage.module.css'
import { EntryPane } from './EntryPane'
import { iconOf, kinds } from './kinds'
import { nextAfter } from './moves'
import { Restricted } from './Restricted'

const nameOf = (kind: EntryKind) => kinds.find((one) => one.kind === kind)?.title.replace(/s$/, '') ?? kind

const columns: Column<TimelineEntry>[] = [
  { id: 'at', title: t('When'), width: '104px', lead: true, cell: (entry) => <span className="num">{brief(entry.at)}</span> },
  {
    id: 'title', title: t('What, by whom'), width: 'minmax(190px, 1fr)', lead: true,
    cell: (entry) => (
      <span className={styles.entry}>
        <Icon name={iconOf(entry.kind)} size={14} /><span className="read-only-by-ear">{nameOf(entry.kind)}: </span>
        <strong className="cut">{entry.title}</strong>
        {entry.amendment_asked && <Tag tone="warn">{t('Amendment asked')}</Tag>}
        {entry.author && <span className={`${styles.author} cut`}>{entry.author}</span>}
      </span>
    ),
  },
  { id: 'status', title: t('Status'), width: '96px', cell: (entry) => <Tag tone={entry.status === 'preliminary' ? 'warn' : 'plain'}><Said>{words(entry.status)}</Said></Tag> },
]

/** Everything of the file, newest first, the reader beside it. */
export function Timeline({ patient }: { patient: Patient }) {
  const [search, change, now] = useSearchState()
  const query = useInfiniteQuery(q.timeline(patient.id, { kind: search.kind }))
  const { isReading, readRest } = useRest(query)
  const isLate = query.isPlaceholderData || isReading
  const { rows, total } = useMemo(() => rowsOf(query.data), [query.data])
  const order = useMemo(() => rows.map((one) => one.id), [rows])
  const reader = useRef<HTMLDivElement>(null)
  const place = rows.findIndex((entry) => entry.id === search.entry)
  const entry = rows[place]
  const select = (id: string | undefined) => change({ entry: id })
  const flip = (kind: string) => change({ kind: now().kind === kind ? undefined : kind })
  const open = (id: string) => {
    select(id)
    requestAnimationFrame(() => reader.current?.focus())
  }
  const back = () => change({ entry: undefined, document: undefined })
  /** What was open has left the chart: the next entry stands there, and the focus with it. */
  const moved = (move: RecordMove) => {
    change({ entry: entry && nextAfter(rows, entry.id, move), document: undefined })
    requestAnimationFrame(() => reader.current?.focus())
  }
  useHotkeys(t('Timeline'), [
    { keys: 'escape', label: t('Back to the timeline'), run: () => (isNarrowScreen() ? back() : document.querySelector<HTMLElement>('[role=grid]')?.focus()) },
    ...listKeys({ next: t('Next entry'), previous: t('Previous entry'), order, standing: () => now().entry, select, open, ready: !query.isPending && !isLate && (now().kind ?? '') === (search.kind ?? '') }),
    ...kinds.map((one, index) => ({ keys: String(index + 1), label: t('Only {kind}, or all', { kind: one.title.toLowerCase() }), run: () => flip(one.kind) })),
  ])
  return (
    <div className={styles.split} data-open={!!(entry || search.document) || undefined}>
      <div className={styles.left}>
        <div className={styles.kinds} role="group" aria-label={t('Kinds shown')}>
          {kinds.map((one) => (
            <button key={one.kind} type="button" className={styles.kind} aria-pressed={search.kind === one.kind} onClick={() => flip(one.kind)}>
              <Icon name={one.icon} size={12} /> {one.title}
            </button>
          ))}
        </div>
        <div className={styles.grid}>
          <Loaded
            query={{ ...query, data: query.data && { rows } }}
            forbidden={(why) => <Restricted patient={patient.id} why={why} onOpened={() => void query.refetch()} />}
            isEmpty={(data) => !data.rows.length}
            empty={<EmptyState icon="document" title={t('Nothing here')}>{search.kind ? t('The file holds nothing of this kind.') : t('Nothing is filed for this patient yet.')}</EmptyState>}
          >
            {() => (
              <DataGrid
                label={t('Timeline')}
                rows={rows}
                total={total}
                columns={columns}
                rowId={(one) => one.id}
                busy={isLate}
                active={search.entry}
                standing={() => now().entry}
                onActive={select}
                onOpen={open}
                onEnd={() => readRest((entries) => select(entries.at(-1)?.id))}
                onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
                autoFocus
              />
            )}
          </Loaded>
        </div>
        <p className={styles.status} role="status">{place >= 0 ? t('{at} of {total}', { at: place + 1, total }) : t('{n, plural, one {# entry} other {# entries}}', { n: total })}</p>
      </div>
      <div className={styles.right} ref={reader} tabIndex={-1} role="region" aria-label={t('Reader')}>
        <Button size="compact-xs" variant="subtle" className={`${styles.back} no-print`} leftSection={<Icon name="back" size={12} />} onClick={back}>{t('Timeline')}</Button>
        {search.document ? <EntryPane key={search.document} id={search.document} kind="document" patient={patient} onMoved={moved} /> : entry ? <EntryPane key={entry.id} id={entry.id} kind={entry.kind} entry={entry} patient={patient} onMoved={moved} /> : (
          <EmptyState icon="document" title={t('Choose an entry')}>{t('Arrow keys move, Enter reads. 1 to 8 filter by kind.')}</EmptyState>
        )}
      </div>
    </div>
  )
}
