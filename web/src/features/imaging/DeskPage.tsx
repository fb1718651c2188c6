// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState, type DragEvent } from 'react'
import { q, rowsOf } from '@/api/queries'
import type { ScanBatchRow } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { DataGrid, type Column } from '@/ui/DataGrid'
import { EmptyState } from '@/ui/Empty'
import { brief, due } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { listKeys } from '@/ui/list_keys'
import { Loaded } from '@/ui/Loaded'
import { useGo, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { useRest } from '@/ui/useRest'
import { atWork } from './batch'
import styles from './DeskPage.module.css'
import { CoverSheetsDialog } from './CoverSheetsDialog'
import { NewBatchDialog } from './NewBatchDialog'
import { StateTag } from './StateTag'

const progressOf = (row: ScanBatchRow) =>
  row.reading.state === 'waiting' || row.reading.state === 'running' ? t('read {at} of {total}', { at: row.reading.done, total: row.reading.total }) : t('indexed {at} of {total}', { at: row.indexed_count, total: row.document_count })

const columns: Column<ScanBatchRow>[] = [
  { id: 'state', title: t('State'), width: '128px', lead: true, cell: (row) => <StateTag batch={row} /> },
  { id: 'title', title: t('Batch'), width: 'minmax(150px, 2fr)', lead: true, cell: (row) => row.title || t('Without a title') },
  { id: 'progress', title: t('Progress'), width: 'minmax(118px, 1fr)', cell: (row) => <span className="num">{progressOf(row)}</span> },
  { id: 'questions', title: t('Questions'), width: '92px', cell: (row) => (row.open_questions ? <Tag tone="bad" icon="stop">{row.open_questions}</Tag> : '') },
  { id: 'sheets', title: t('Sheets'), width: '70px', align: 'end', cell: (row) => <span className="num">{row.sheets ?? '–'}</span> },
  { id: 'images', title: t('Images'), width: '76px', align: 'end', cell: (row) => <span className="num">{row.image_count}</span> },
  { id: 'operator', title: t('Operator'), width: 'minmax(96px, 1fr)', cell: (row) => row.operator?.name ?? '' },
  { id: 'device', title: t('Device'), width: 'minmax(80px, 1fr)', cell: (row) => row.device ?? '' },
  { id: 'created_at', title: t('Prepared'), width: '112px', cell: (row) => <span className="num">{brief(row.created_at)}</span> },
  { id: 'due_at', title: t('Due'), width: '88px', cell: (row) => due(row.due_at) },
]

/** The scanning desk: every batch of paper with its state, and the way to feed a new one. */
export function DeskPage() {
  const go = useGo()
  const [search, change, now] = useSearchState()
  const state = search.state === 'all' ? undefined : search.state || atWork.join(',')
  const query = useInfiniteQuery(q.scanBatches({ state }))
  const { rows, total } = useMemo(() => rowsOf(query.data), [query.data])
  const { data: worklists } = useQuery(q.worklists())
  const states = worklists?.find((one) => one.kind === 'scan-batch')?.states ?? []
  const { isReading, readRest } = useRest(query)
  const isLate = query.isPlaceholderData || isReading
  const order = useMemo(() => rows.map((row) => row.id), [rows])
  const [feeding, setFeeding] = useState<File[] | null>(null)
  const [printing, setPrinting] = useState(false)
  const select = (id: string | undefined) => change({ item: id })
  const open = (id: string) => go(paths.scanBatch(id))
  useHotkeys(t('Scanning desk'), [
    ...listKeys({ next: t('Next batch'), previous: t('Previous batch'), order, standing: () => now().item, select, open, ready: !query.isPending && !isLate }),
    { keys: 'n', label: t('New batch'), run: () => setFeeding([]) },
    { keys: 'c', label: t('Print cover sheets'), run: () => setPrinting(true) },
    { keys: 'o', label: t('Open the batch'), run: () => now().item && open(now().item ?? '') },
  ])
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    if (event.dataTransfer.files.length) setFeeding([...event.dataTransfer.files])
  }
  return (
    <div className={styles.whole} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <Page
        fill
        keepFocus
        title={t('Scanning desk')}
        subtitle={<span role="status">{t('{n, plural, one {# batch} other {# batches}}', { n: total })}</span>}
        actions={
          <>
            <NativeSelect
              aria-label={t('Batches shown')}
              value={search.state ?? ''}
              onChange={(event) => change({ state: event.currentTarget.value || undefined, item: undefined })}
              data={[{ value: '', label: t('At work') }, { value: 'all', label: t('All batches') }, ...states.map((one) => ({ value: one.state, label: `${said(one.title)} (${one.count})` }))]}
            />
            <Button rightSection={<KeyHint keys="c" />} onClick={() => setPrinting(true)}>{t('Cover sheets')}</Button>
            <Button variant="filled" rightSection={<KeyHint keys="n" />} onClick={() => setFeeding([])}>{t('New batch')}</Button>
          </>
        }
      >
        <div className={styles.list}>
          <Loaded
            query={{ ...query, data: query.data && { rows } }}
            isEmpty={(data) => !data.rows.length}
            empty={<EmptyState icon="pages" title={search.state ? t('No such batch') : t('No paper waits')} action={<Button onClick={() => setFeeding([])}>{t('New batch')}</Button>}>{t('Drop a PDF, TIFF, PNG or JPEG here, or press n.')}</EmptyState>}
          >
            {() => (
              <DataGrid
                label={t('Batches')}
                rows={rows}
                total={total}
                columns={columns}
                rowId={(row) => row.id}
                busy={isLate}
                active={search.item}
                standing={() => now().item}
                onActive={select}
                onOpen={open}
                onEnd={() => readRest((all) => select(all.at(-1)?.id))}
                onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
                rowTone={(row) => (row.state === 'stopped' ? 'bad' : undefined)}
                autoFocus
              />
            )}
          </Loaded>
        </div>
      </Page>
      {feeding && <NewBatchDialog dropped={feeding} onClose={() => setFeeding(null)} onMade={open} />}
      {printing && <CoverSheetsDialog onClose={() => setPrinting(false)} />}
    </div>
  )
}
