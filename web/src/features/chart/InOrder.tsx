// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { q } from '@/api/queries'
import type { ArrangedChart, Patient } from '@/api/types'
import { said, t } from '@/i18n'
import { DataGrid, type Column } from '@/ui/DataGrid'
import { EmptyState } from '@/ui/Empty'
import { brief, day, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { listKeys } from '@/ui/list_keys'
import { Loaded } from '@/ui/Loaded'
import { isNarrowScreen } from '@/ui/narrow'
import { useSearchState } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import styles from './ChartPage.module.css'
import { EntryPane } from './EntryPane'
import { flipped, rowsInOrder, standingIn, type OrderRow } from './in_order'
import { iconOf } from './kinds'

const columns: Column<OrderRow>[] = [
  {
    id: 'title', title: t('Section and entry'), width: 'minmax(190px, 1fr)', lead: true,
    cell: (row) => row.entry ? (
      <span className={`${styles.entry} ${styles.line}`}><Icon name={iconOf(row.entry.kind)} size={14} /><span className="cut">{row.entry.title}</span>{row.entry.author && <span className={`${styles.author} cut`}>{row.entry.author}</span>}</span>
    ) : (
      <span className={styles.entry}><Icon name={row.isOpen ? 'down' : 'plus'} size={12} /><strong className="cut"><Said>{row.section.title}</Said></strong><span className="soft num">{row.section.items.length}</span></span>
    ),
  },
  { id: 'at', title: t('When'), width: '104px', lead: true, cell: (row) => row.entry && <span className="num">{brief(row.entry.at)}</span> },
  { id: 'status', title: t('Status'), width: '96px', cell: (row) => row.entry && <Tag tone={row.entry.status === 'preliminary' ? 'warn' : 'plain'}><Said>{words(row.entry.status)}</Said></Tag> },
]

const labelOf = (row: OrderRow) => row.entry ? `${row.entry.title}, ${brief(row.entry.at)}` : `${said(row.section.title)}, ${t('{n, plural, one {# entry} other {# entries}}', { n: row.section.items.length })}, ${row.isOpen ? t('open to read') : t('folded')}`

/** The chart as it is filed: an order of sections, each to be folded, the reader beside it. Where one stood is kept through every order. */
export function InOrder({ patient }: { patient: Patient }) {
  const [search, change] = useSearchState()
  const query = useQuery(q.arranged(patient.id, search.order, search.encounter))
  return (
    <Loaded query={query} isEmpty={(chart) => !chart.sections.length && !search.encounter} empty={<EmptyState icon="document" title={t('Nothing here')}>{t('Nothing is filed for this patient yet.')}</EmptyState>}>
      {(chart) => <Arranged patient={patient} chart={chart} isLate={query.isPlaceholderData} onOrder={(order) => change({ order })} />}
    </Loaded>
  )
}

function Arranged({ patient, chart, isLate, onOrder }: { patient: Patient; chart: ArrangedChart; isLate: boolean; onOrder: (order: string) => void }) {
  const [search, change, now] = useSearchState()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const reader = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsInOrder(chart, folded), [chart, folded])
  const order = useMemo(() => rows.map((row) => row.id), [rows])
  const standing = standingIn(rows, search.entry)
  const entry = standing?.entry
  const select = (id: string) => change({ entry: id })
  const flip = (row: OrderRow) => {
    setFolded(flipped(folded, row.section.id))
    select(`section:${row.section.id}`)
  }
  const open = (id: string) => {
    const row = rows.find((one) => one.id === id)
    if (row && !row.entry) return flip(row)
    select(id)
    requestAnimationFrame(() => reader.current?.focus())
  }
  const next = () => {
    const at = chart.orders.findIndex((one) => one.id === chart.order.id)
    const to = chart.orders[(at + 1) % chart.orders.length]
    if (to) onOrder(to.id)
  }
  const here = () => standingIn(rows, now().entry)
  useHotkeys(t('Chart in order'), [
    { keys: 'escape', label: t('Back to the list'), run: () => (isNarrowScreen() ? change({ entry: undefined }) : document.querySelector<HTMLElement>('[role=grid]')?.focus()) },
    ...listKeys({ next: t('Next entry'), previous: t('Previous entry'), order, standing: () => here()?.id, select, open, ready: !isLate }),
    { keys: 'x', label: t('The next order'), run: next },
    { keys: 'f', label: t('Fold the section, or open it'), run: () => { const row = here(); if (row) flip(row) } },
    { keys: '[', label: t('Fold every section'), run: () => setFolded(new Set(chart.sections.map((one) => one.id))) },
    { keys: ']', label: t('Open every section'), run: () => setFolded(new Set()) },
  ])
  return (
    <div className={styles.split} data-open={!!entry || undefined}>
      <div className={styles.left}>
        <div className={`${styles.kinds} no-print`}>
          <NativeSelect label={t('Chart order')} value={chart.order.id} onChange={(event) => onOrder(event.currentTarget.value)} data={chart.orders.map((one) => ({ value: one.id, label: one.id === chart.usual ? t('{order} (usual)', { order: said(one.title) }) : said(one.title) }))} />
          <EncounterField patient={patient.id} />
          <button type="button" className={styles.kind} onClick={() => setFolded(folded.size ? new Set() : new Set(chart.sections.map((one) => one.id)))}>{folded.size ? t('Open every section') : t('Fold every section')}</button>
        </div>
        <div className={styles.grid}>
          <DataGrid label={t('Chart in order')} rows={rows} columns={columns} rowId={(row) => row.id} rowLabel={labelOf} busy={isLate} active={standing?.id} standing={() => here()?.id} onActive={select} onOpen={open} autoFocus />
        </div>
        <p className={styles.status} role="status">
          {t('{n, plural, one {# entry} other {# entries}}', { n: chart.total })} · {t('{n, plural, one {# section} other {# sections}}', { n: chart.sections.length })}
          {chart.left_off > 0 && ` · ${t('{n} older ones are not shown; choose an encounter', { n: chart.left_off })}`}
        </p>
      </div>
      <div className={styles.right} ref={reader} tabIndex={-1} role="region" aria-label={t('Reader')}>
        <Button size="compact-xs" variant="subtle" className={`${styles.back} no-print`} leftSection={<Icon name="back" size={12} />} onClick={() => change({ entry: undefined })}>{t('Back to the list')}</Button>
        {entry ? <EntryPane key={entry.id} id={entry.id} kind={entry.kind} entry={entry} patient={patient} onMoved={() => change({ entry: undefined })} /> : (
          <EmptyState icon="document" title={t('Choose an entry')}>{t('Arrow keys move, Enter reads or folds a section, x changes the order.')}</EmptyState>
        )}
      </div>
    </div>
  )
}

/** The whole chart, or the part of one encounter. */
function EncounterField({ patient }: { patient: string }) {
  const [search, change] = useSearchState()
  const { data } = useQuery(q.encountersOf(patient))
  const choices = (data?.items ?? []).map((one) => ({ value: one.id, label: [words(one.title), day(one.at)].join(' · ') }))
  return <NativeSelect label={t('Part of the chart')} value={search.encounter ?? ''} onChange={(event) => change({ encounter: event.currentTarget.value || undefined })} data={[{ value: '', label: t('Whole chart') }, ...choices]} />
}
